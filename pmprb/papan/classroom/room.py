"""The room itself: who is in it, which question is open, who answered what. Nothing of it is ever written.

Enters: codes, marks of participants, answers already understood. Leaves: what may be told to whom. Refuses to know:
HTTP, instruments, how an answer is scored. Every call holds the room's one lock, so no answer is lost among many.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pmprb.papan.classroom.limits import Bucket, Buckets

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
_CODE = 6
_PRESENT = 20.0
"""Seconds for which a participant counts as present after a sign of life; a phone asleep gives none."""
Clock = Callable[[], float]


class Phase(StrEnum):
    """Where a question stands: participants answer, wait for the room's answers, or see them discussed."""

    OPEN = "dibuka"
    CLOSED = "ditutup"
    DISCUSSED = "dibahas"


class Refused(StrEnum):
    """Why a participant is not let in, or an answer not taken."""

    CODE = "kode"
    SLOWLY = "tunggu"
    FULL = "penuh"
    LOCKED = "terkunci"
    STRANGER = "asing"
    CLOSED = "ditutup"


@dataclass(frozen=True)
class Said:
    """An answer as it was understood: `cells` as typed, `key` and `label` the same for all who mean the same."""

    key: str
    label: str
    cells: Mapping[str, str]


@dataclass
class Question:
    """One item put to the room. `shown` is what participants see of it; `discussion` what they see of its outcome,
    once there is one; `right` the key of the right reading."""

    number: int
    shown: Mapping[str, Any]
    phase: Phase = Phase.OPEN
    answers: dict[str, Said] = field(default_factory=dict)
    right: str = ""
    discussion: Mapping[str, Any] | None = None

    def said(self) -> tuple[Said, ...]:
        """Return the answers given so far, one a participant; more may come in meanwhile."""
        return tuple(self.answers.values())

    def counts(self) -> Counter[str]:
        """Return how many gave each answer, by key."""
        return Counter(said.key for said in self.said())


@dataclass
class _Participant:
    seen_at: float
    requests: Bucket


class Room:
    """A class. `most` participants at a time; `clock` counts seconds."""

    def __init__(self, most: int, clock: Clock = time.monotonic) -> None:
        self.most, self._clock = most, clock
        self.code = new_code()
        self.locked = False
        self.current: Question | None = None
        """The question put last; None before the first."""
        self._numbered = 0
        self._people: dict[str, _Participant] = {}
        self._wrong = Buckets(rate=10 / 60, burst=10, clock=clock)
        self._lock = threading.RLock()
        self.version = 0

    # Participants.

    def join(self, code: str, address: str) -> str | Refused:
        """Return the mark of a new participant who knows the code; an address that guesses has to wait."""
        with self._lock:
            if self._wrong.empty(address):
                return Refused.SLOWLY
            if not hmac.compare_digest(plain_code(code).encode(), self.code.encode()):
                self._wrong.take(address)
                return Refused.CODE
            if self.locked:
                return Refused.LOCKED
            if len(self._people) >= self.most:
                return Refused.FULL
            mark = secrets.token_urlsafe(24)
            self._people[mark] = _Participant(self._clock(), Bucket(rate=5, burst=40, clock=self._clock))
            self.version += 1
            return mark

    def known(self, mark: str) -> Refused | None:
        """Return why a participant may not ask now; None when they may. It counts as a sign of life."""
        with self._lock:
            one = self._people.get(mark)
            if one is None:
                return Refused.STRANGER
            one.seen_at = self._clock()
            return None if one.requests.take() else Refused.SLOWLY

    def answer(self, mark: str, number: int, said: Said) -> Refused | None:
        """Take a participant's answer to a question, in the place of an earlier one; None when it was taken."""
        with self._lock:
            if mark not in self._people:
                return Refused.STRANGER
            current = self.current
            if current is None or current.number != number or current.phase is not Phase.OPEN:
                return Refused.CLOSED
            current.answers[mark] = said
            self.version += 1
            return None

    def told(self, mark: str) -> dict[str, Any]:
        """Return what a participant may see: the question, their own answer, the outcome once it is discussed."""
        with self._lock:
            current = self.current
            if current is None:
                return {"versi": self.version, "soal": None}
            own = current.answers.get(mark)
            return {
                "versi": self.version,
                "soal": current.shown,
                "nomor": current.number,
                "tahap": current.phase.value,
                "jawaban": None if own is None else {"label": own.label, "kunci": own.key, "isi": dict(own.cells)},
                "bahasan": current.discussion if current.phase is Phase.DISCUSSED else None,
            }

    # The facilitator.

    @property
    def joined(self) -> int:
        """How many participants were let in."""
        return len(self._people)

    def present(self) -> int:
        """Return how many participants gave a sign of life just now."""
        with self._lock:
            now = self._clock()
            return sum(now - one.seen_at <= _PRESENT for one in self._people.values())

    def put(self, shown: Mapping[str, Any]) -> Question:
        """Put a question to the room, in the place of the one before."""
        with self._lock:
            self._numbered += 1
            self.current = Question(self._numbered, shown)
            self.version += 1
            return self.current

    def withdraw(self) -> None:
        """Take the current question away; participants wait for the next."""
        with self._lock:
            self.current = None
            self.version += 1

    def close(self) -> None:
        """Take no more answers to the current question."""
        self._turn(Phase.CLOSED)

    def reopen(self) -> None:
        """Take answers to the current question again; what was discussed is hidden."""
        self._turn(Phase.OPEN)

    def discuss(self, right: str, discussion: Mapping[str, Any]) -> None:
        """Show the room how it answered, the right reading and what follows from each answer."""
        with self._lock:
            if self.current is not None:
                self.current.right, self.current.discussion = right, discussion
            self._turn(Phase.DISCUSSED)

    def lock(self, locked: bool) -> None:
        """Let nobody else in, or let others in again."""
        with self._lock:
            self.locked = locked
            self.version += 1

    def empty(self) -> None:
        """Send all participants out and forget every question and answer; a new code lets people in."""
        with self._lock:
            self._people.clear()
            self.current, self._numbered = None, 0
            self.code, self.locked = new_code(), False
            self.version += 1

    def _turn(self, phase: Phase) -> None:
        with self._lock:
            if self.current is not None:
                self.current.phase = phase
                self.version += 1


def new_code() -> str:
    """Return a code that is quick to type and hard to guess."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_CODE))


def plain_code(typed: str) -> str:
    """Return a code as it is compared: what people put between its letters is left out."""
    return "".join(letter for letter in typed[:40].upper() if letter in _LETTERS)
