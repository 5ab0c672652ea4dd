"""Dataclasses that cost a start little, for modules that most commands load: frozen ones, and exceptions.

Enters: a class with annotated fields. Leaves: a dataclass of the standard library, with the constructor, equality,
hash, text and pickled form that `@dataclass(frozen=True)` gives it. Refuses to know: what the fields mean.

The standard library writes six functions for each frozen class as source text and compiles them, 0.4 ms a class: 50 ms
of the 350 of `pmprb nilai`. Here what is the same for all classes is shared, and a class's constructor is compiled when
its first record is made: most classes that a run loads make none. Type checkers see the standard library's own.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass


def _dataclass(
    cls: type | None = None,
    /,
    *,
    frozen: bool = False,
    eq: bool = True,
    slots: bool = False,
    kw_only: bool = False,
    **more: Any,
) -> Any:
    """Return the class, or what makes it, as `dataclasses.dataclass` does; other kinds are left to that.

    The kinds made here are records (`frozen`) and exceptions with fields (`eq=False`).
    """
    if frozen != eq or more:
        made = dataclasses.dataclass(frozen=frozen, eq=eq, slots=slots, kw_only=kw_only, **more)
    else:
        bare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
        shared = {**_FROZEN, **(_PICKLED if slots else {})} if frozen else {}

        def made(given: type) -> type:
            return _completed(bare(given), shared)

    return made if cls is None else made(cls)


def _completed(cls: type, shared: dict[str, Any]) -> type:
    """Return a class whose fields are known with the methods of a dataclass, where it has none of its own."""
    for name, method in {**shared, "__init__": _first_constructor(cls), "__repr__": _repr}.items():
        if name not in cls.__dict__:
            setattr(cls, name, method)
    return cls


def _first_constructor(cls: Any) -> Callable[..., None]:
    """Return a constructor that makes the true one when the first record is made, and leaves its place to it."""

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        cls.__init__ = _constructor(cls)
        cls.__init__(self, *given, **named)

    return __init__


def _constructor(cls: Any) -> Callable[..., None]:
    """Return the constructor: the fields in order, those by keyword alone behind the others, then `__post_init__`."""
    known: dict[str, Any] = {"_put": object.__setattr__, "_anew": _ANEW}
    in_order: list[str] = []
    by_name: list[str] = []
    lines: list[str] = []
    for field in dataclasses.fields(cls):
        name, asked = field.name, field.name
        if field.default is not MISSING:
            known[f"_default_{name}"] = field.default
            asked = f"{name}=_default_{name}"
        elif field.default_factory is not MISSING:
            known[f"_default_{name}"] = field.default_factory
            asked = f"{name}=_anew"
            lines.append(f" if {name} is _anew: {name} = _default_{name}()")
        (by_name if field.kw_only else in_order).append(asked)
        lines.append(f" _put(self, {name!r}, {name})")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()")
    asked_all = ", ".join(("self", *in_order, *(("*", *by_name) if by_name else ())))
    exec("\n".join((f"def __init__({asked_all}):", *lines, " return None")), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__annotations__ = {**{field.name: field.type for field in dataclasses.fields(cls)}, "return": None}
    return made


class _Anew:
    def __repr__(self) -> str:
        return "<factory>"


_ANEW = _Anew()


@cache
def _compared(cls: Any) -> Callable[[Any], tuple[Any, ...]]:
    """Return what takes the values of a record that are compared."""
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda one: tuple(getattr(one, name) for name in names)


def _eq(self: Any, other: Any) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    values = _compared(self.__class__)
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash(_compared(self.__class__)(self))


@recursive_repr()
def _repr(self: Any) -> str:
    said = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{self.__class__.__qualname__}({', '.join(said)})"


def _setattr(self: Any, name: str, value: Any) -> None:  # noqa: ARG001  # as Python calls it
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: Any, name: str) -> None:  # noqa: ARG001  # as Python calls it
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _setstate(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_FROZEN = {"__eq__": _eq, "__hash__": _hash, "__setattr__": _setattr, "__delattr__": _delattr}
_PICKLED = {"__getstate__": _getstate, "__setstate__": _setstate}
if not TYPE_CHECKING:
    dataclass = _dataclass
