"""The server's life: a socket on this machine alone, the browser opened, and on Ctrl-C nothing left behind.

Sockets are bound before anything is printed, so that an address which is shown can be opened. Signals are heard here:
uvicorn would send them on to the process when it is done.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from pmprb.jobs.refusals import PortInUse
from pmprb.papan.service.guard import App

LOOPBACK = "127.0.0.1"
_HEAD_SECONDS = 15.0  # a browser sends a request's head at once; whoever takes longer holds a place others need
_SWEEP_SECONDS = 20.0
_PATIENCE = 2


class _Hurried(H11Protocol):
    """HTTP/1.1 whose connections are closed when a request's head does not come whole in its time, and of which one
    address may hold half of the places at most."""

    _slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if self.limit_concurrency and self._beside() > self.limit_concurrency // 2:
            transport.abort()
            return
        self._wait()

    def _beside(self) -> int:
        """Return how many connections this one's address has."""
        own = self.client[0] if self.client else ""
        clients = (getattr(one, "client", None) for one in self.connections)
        return sum(client is not None and client[0] == own for client in clients)

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._calm()
        elif self._slow is None and (self.cycle is None or self.cycle.response_complete):
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._slow = self.loop.call_later(_HEAD_SECONDS, self._too_slow)

    def _calm(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None

    def _too_slow(self) -> None:
        self._slow = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@dataclass(frozen=True)
class Served:
    """An app and the socket it answers on; `most` connections are kept at a time."""

    app: App
    socket: socket.socket
    most: int = 100


def bound(address: str, port: int) -> socket.socket:
    """Return a socket that listens at an address of this machine; port 0 takes a free one. Raises PortInUse."""
    # Named, asyncio sends small answers at once: else each waits 40 ms for the browser to acknowledge the one before.
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "nt":  # there another program could otherwise take the same port beside us
            made.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((address, port))
        made.listen(256)
        made.setblocking(False)
    except OSError as error:
        made.close()
        raise PortInUse(port) from error
    return made


def bound_or_free(address: str, port: int | None, usual: int) -> socket.socket:
    """Return a socket at the port asked for (PortInUse where it is taken); for None at the usual one, or at a free one.

    Whoever looks first whether a port is free, and takes it later, may find it taken by another page started meanwhile.
    """
    if port is not None:
        return bound(address, port)
    try:
        return bound(address, usual)
    except PortInUse:
        return bound(address, 0)


def port_of(made: socket.socket) -> int:
    """Return the port a socket listens on."""
    port: int = made.getsockname()[1]
    return port


def serve(
    served: Sequence[Served], ready: Callable[[], None], sweep: Callable[[], Any], stopping: Callable[[], None]
) -> None:
    """Answer on all sockets until Ctrl-C, SIGTERM or the end of the terminal; `ready` is called once they do, `sweep`
    now and then, `stopping` when the end has come."""
    asyncio.run(_serve(served, ready, sweep, stopping))


async def _serve(
    served: Sequence[Served], ready: Callable[[], None], sweep: Callable[[], Any], stopping: Callable[[], None]
) -> None:
    servers = [_Server(_config(one)) for one in served]
    with _heard(servers, stopping):
        tasks = [
            asyncio.create_task(server.serve(sockets=[one.socket])) for server, one in zip(servers, served, strict=True)
        ]
        while not all(server.started for server in servers) and not any(task.done() for task in tasks):
            await asyncio.sleep(0.01)
        ready()
        sweeping = asyncio.create_task(_sweeping(sweep))
        await asyncio.gather(*tasks)
        sweeping.cancel()


async def _sweeping(sweep: Callable[[], Any]) -> None:
    while True:
        await asyncio.sleep(_SWEEP_SECONDS)
        await asyncio.to_thread(sweep)


def _config(one: Served) -> uvicorn.Config:
    return uvicorn.Config(
        one.app,
        http=_Hurried,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        limit_concurrency=one.most,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_PATIENCE,
    )


@contextlib.contextmanager
def _heard(servers: Sequence[_Server], stopping: Callable[[], None]) -> Iterator[None]:
    """Hear the wish to end inside the block, in the main thread; a second wish waits for nobody."""

    def end(_number: int, _frame: FrameType | None) -> None:
        for server in servers:
            server.force_exit = server.should_exit
            server.should_exit = True
        stopping()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wishes = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {wish: signal.signal(wish, end) for wish in wishes}
    try:
        yield
    finally:
        for wish, was in before.items():
            signal.signal(wish, was)
