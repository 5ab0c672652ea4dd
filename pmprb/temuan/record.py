"""What every room hands on beside its value: *temuan*, each of a kind that is declared once, with a position.

Enters: nothing. Leaves: the base `Temuan` of all kinds, `Severity`, `CellPos`, `FilePos`, `Loaded`, `Model`.

A kind is a class: its code, severity, values with their types, and every word about it (`Temuan` says which).
To add one, write the class beside its like (`kat`, `buku`, `isi`, `nilai`, `renc`, `telaah`) and make
docs/temuan.md and the golden file anew; nothing else knows the list. A wrong, missing or mistyped value where a
temuan is made is an error of the type checker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from inspect import get_annotations
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Self, TypeVar, dataclass_transform

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from pmprb.records import dataclass

T = TypeVar("T")
FoldBy = Literal["column", "sheet"]


class Model(BaseModel):
    """A frozen value whose unknown keys are refused: the base of every record in the project."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Severity(StrEnum):
    """KESALAHAN: the thing named is not scored. PERINGATAN: scored, look at it. CATATAN: for the record."""

    KESALAHAN = "KESALAHAN"
    PERINGATAN = "PERINGATAN"
    CATATAN = "CATATAN"


KESALAHAN, PERINGATAN, CATATAN = Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPos:
    """A cell of a workbook; `workbook` is the file's name, `cell` an A1 address or empty for the sheet.

    Every answer and every temuan has one, some 12,000 in a regency: this is no pydantic model (9 times slower to
    make), although pydantic models hold it.
    """

    workbook: str
    sheet: str = ""
    cell: str = ""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePos:
    """A place in a text file; line and column count from 1, 0 when unknown."""

    file: str
    line: int = 0
    column: int = 0

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


NOWHERE = CellPos(workbook="")


@dataclass(frozen=True)
class Plural:
    """How many temuan of one kind become one sentence.

    `sentence` knows {count} and {list}; `each` makes one part of the list from one temuan.
    `by` is what they must share: the column of a sheet, or only the sheet.
    """

    sentence: str
    each: str = "{node}"
    repair: str = ""
    by: FoldBy = "column"


def _in_order(*, default: str = "", kw_only: bool = True) -> Any:  # noqa: ARG001  # for the type checker
    """Return a field's default. `kw_only=False` tells the type checker that it is given by its place."""
    return default


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(_in_order,))
class _Declared:
    """What makes the annotated names of a class typed keywords of its constructor."""


class Temuan(_Declared):
    """One thing wrong or remarkable. `node` is a catalog id, a name, or empty.

    A kind of temuan is a subclass, of `AboutNode` when its sentences cannot do without the node. Its annotated
    names are the values of its sentences; without an annotation stand

    - `code`, whose prefix names the subject (KAT catalog, BUKU workbook and folder, ISI filling, NILAI scoring,
      RENC plans, TELAAH where to look first) and whose number is never used again, and `severity`;
    - `title`, three to six words for tables; `sentence`, what was found; `repair`, what to do; `meaning`, when
      it happens, for docs/temuan.md. Sentence and repair are templates, which `render` explains;
    - `example`, which makes one temuan of the kind;
    - where of use, `unit_sentence` and `unit_repair`, what the unit itself is told: it has neither the program nor
      the list of units; `plural`; `figure`, a template for a column of figures; `unused`, the names of values that
      are kept and not shown.

    Temuan are frozen, equal when of one kind with equal values, and cheap: this is no pydantic model, although
    pydantic models hold it.
    """

    code: ClassVar[str]
    severity: ClassVar[Severity]
    title: ClassVar[str]
    sentence: ClassVar[str]
    repair: ClassVar[str]
    meaning: ClassVar[str]
    example: ClassVar[Callable[[], Temuan]]
    unit_sentence: ClassVar[str] = ""
    unit_repair: ClassVar[str] = ""
    plural: ClassVar[Plural | None] = None
    figure: ClassVar[str] = ""
    unused: ClassVar[tuple[str, ...]] = ()
    value_names: ClassVar[tuple[str, ...]] = ()

    at: CellPos | FilePos = _in_order(kw_only=False)
    node: str = _in_order(default="", kw_only=False)

    def __init_subclass__(cls, *, is_kind: bool = True) -> None:
        if not is_kind:
            return
        cls.value_names = tuple(get_annotations(cls))
        if cls.code in BY_CODE:
            raise TypeError(f"{cls.code} is both {BY_CODE[cls.code].__name__} and {cls.__name__}")
        BY_CODE[cls.code] = cls

    if not TYPE_CHECKING:  # the type checker makes each kind's own constructor out of its annotations

        def __init__(self, at: CellPos | FilePos, node: str = "", **values: object) -> None:
            own = self.__dict__
            own["at"], own["node"] = at, node
            for name in self.value_names:
                own[name] = values.pop(name) if name in values else self._default(name)
            if values:
                raise TypeError(f"{type(self).__name__} has no {', '.join(values)}")

        def __setattr__(self, name: str, value: object) -> None:
            raise AttributeError(f"{type(self).__name__} is frozen: {name}")

        def __delattr__(self, name: str) -> None:
            raise AttributeError(f"{type(self).__name__} is frozen: {name}")

    @classmethod
    def _default(cls, name: str) -> object:
        try:
            return cls.__dict__[name]
        except KeyError:
            raise TypeError(f"{cls.__name__} needs {name}") from None

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.code, *self.__dict__.values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"

    def moved(self, at: CellPos | FilePos) -> Self:
        """Return the same temuan at another place."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__, at=at)
        return other

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The values by name, as the texts that sentences are made of."""
        return tuple((name, _text(self.__dict__[name])) for name in self.value_names)

    @property
    def workbook(self) -> str:
        """The name of the file the temuan is about."""
        return self.at.workbook if isinstance(self.at, CellPos) else self.at.file

    @classmethod
    def __get_pydantic_core_schema__(cls, source: type[Temuan], handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic models hold temuan as they are, and write them to JSON and read them back as records of text."""
        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(_made, handler.generate_schema(_Record)),
            python_schema=core_schema.is_instance_schema(source),
            serialization=core_schema.plain_serializer_function_ser_schema(_recorded),
        )


BY_CODE: dict[str, type[Temuan]] = {}
"""Every kind by its code, in the order they are declared."""


class AboutNode(Temuan, is_kind=False):
    """A temuan that always names a node."""

    node: str = _in_order(kw_only=False)


class _Record(Model):
    """A temuan as JSON holds it, such as that of a province's workbook."""

    code: str
    severity: Severity
    at: CellPos | FilePos
    node: str = ""
    values: tuple[tuple[str, str], ...] = ()


def _recorded(temuan: Temuan) -> dict[str, object]:
    record = _Record(code=temuan.code, severity=temuan.severity, at=temuan.at, node=temuan.node, values=temuan.values)
    return record.model_dump(mode="json")


def _made(record: _Record) -> Temuan:
    """Return the temuan of a record; its values are texts. ValueError for a code that is not known."""
    kind, values = BY_CODE.get(record.code), dict(record.values)
    if kind is None:
        raise ValueError(f"{record.code} is no code")
    own: dict[str, Any] = {name: values.get(name, "") for name in kind.value_names}
    return kind(record.at, record.node, **own)


def _text(value: object) -> str:
    """Return a value as text: nothing is empty, several are a list with commas, fractions stay exact ("7/2")."""
    if value is None:
        return ""
    return ", ".join(map(_text, value)) if isinstance(value, tuple) else str(value)


class Loaded(Model, Generic[T]):
    """A value with what was noticed on the way; `value` is None when there is nothing usable."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    value: T | None
    temuan: tuple[Temuan, ...] = ()


def has_errors(temuan: Iterable[Temuan]) -> bool:
    """True when any of them is a KESALAHAN."""
    return any(t.severity is Severity.KESALAHAN for t in temuan)
