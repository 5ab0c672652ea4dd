"""What stands before every route: whose request this is, how large it may be, what a browser may do with the answer.

Enters: an ASGI request. Leaves: the same request, or a refusal without a body. A site that a user happens to visit can
send requests to this machine, by its number or by a name of its own that it makes point here (DNS rebinding): so the
Host must be ours, the Origin our own, and a request that another site caused is refused, whatever it asks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""No script, style, picture or connection but ours; no text can become markup, not even by a fault of the page."""

HEADERS = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    (b"cache-control", b"no-store"),
)
_METHODS = frozenset({"GET", "HEAD", "POST"})
_FOREIGN = frozenset({"cross-site", "same-site"})


class TooLarge(Exception):
    """Raised from `receive` when a request brings more than it may."""


class Guarded:
    """An app that only its own page can talk to.

    `hosts` are the values of Host it answers to ("127.0.0.1:8000"). `most` bytes a request's body may have, or what
    `most_at` says for a path.
    """

    def __init__(
        self, app: App, hosts: Iterable[str], most: int, most_at: Callable[[str], int | None] = lambda _path: None
    ) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._most = most
        self._most_at = most_at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
            return
        headers = _all(scope)
        refused = self._refused(scope, headers)
        if refused:
            await _refuse(send, refused)
            return
        most = self._most_at(scope["path"]) or self._most
        declared = headers.get("content-length", ["0"])[-1]
        if not declared.isascii() or not declared.isdigit() or int(declared[:18]) > most:
            await _refuse(send, 413)
            return
        begun = over = False

        async def counted() -> Message:
            nonlocal most, over
            message = await receive()
            most -= len(message.get("body", b""))
            if most < 0:
                over = True
                raise TooLarge
            return message

        async def answer(message: Message) -> None:
            nonlocal begun
            if over and not begun:  # whatever the app makes of the stop, this is the reason
                return
            if message["type"] == "http.response.start":
                begun = True
                own = {name for name, _ in HEADERS}
                kept = [(name, value) for name, value in message.get("headers", ()) if name.lower() not in own]
                message = {**message, "headers": [*kept, *HEADERS]}
            await send(message)

        with suppress(TooLarge):
            await self._app(scope, counted, answer)
        if over and not begun:
            await _refuse(send, 413)

    def _refused(self, scope: Scope, headers: dict[str, list[str]]) -> int:
        """Return the status a request is refused with; 0 when it may go on."""
        host = headers.get("host", [])
        if len(host) != 1 or host[0].lower() not in self._hosts:
            return 421
        if scope["method"] not in _METHODS:
            return 405
        own = [f"http://{host[0].lower()}"]
        origin = headers.get("origin", [])
        if (origin or scope["method"] == "POST") and [one.lower() for one in origin] != own:
            return 403
        if headers.get("sec-fetch-site", [""])[0] in _FOREIGN and not _opened_by_link(scope, headers):
            return 403
        return 0


def _opened_by_link(scope: Scope, headers: dict[str, list[str]]) -> bool:
    """True when another site's link opens the page itself in a window of its own: that page alone knows nothing."""
    return (
        scope["method"] == "GET"
        and scope["path"] == "/"
        and headers.get("sec-fetch-mode") == ["navigate"]
        and headers.get("sec-fetch-dest") == ["document"]
    )


def _all(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


async def _refuse(send: Send, status: int) -> None:
    headers = [*HEADERS, (b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
