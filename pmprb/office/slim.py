"""Records of very many units held small: what is equal in them is one object, also after it was pickled.

Enters: a record. Leaves: the same record. A unit's 60 headings are 12 KB as a mapping of its own, 1 KB here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmprb.office.record import NodeRecord, RekapRecord


class _Nodes(Mapping[str, NodeRecord]):
    """A unit's nodes: names shared by all units, and one object for equal nodes."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: dict[str, int], values: tuple[NodeRecord, ...]) -> None:
        self._places, self._values = places, values

    def __getitem__(self, name: str) -> NodeRecord:
        return self._values[self._places[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Slim:
    """Makes records small together: what they have in common is held once."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, ...], dict[str, int]] = {}
        self._nodes: dict[NodeRecord, NodeRecord] = {}

    def record(self, record: RekapRecord) -> RekapRecord:
        """Return a record whose units' nodes are shared with those that came before."""
        units = tuple(unit.model_copy(update={"nodes": self._slim(unit.nodes)}) for unit in record.units)
        return record.model_copy(update={"units": units})

    def _slim(self, nodes: Mapping[str, NodeRecord]) -> _Nodes:
        names = tuple(nodes)
        places = self._places.setdefault(names, {name: n for n, name in enumerate(names)})
        return _Nodes(places, tuple(self._nodes.setdefault(one, one) for one in nodes.values()))
