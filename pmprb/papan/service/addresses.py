"""Which addresses this machine has on its networks.

Enters: nothing. Leaves: IPv4 addresses with the name of the network card. A phone is given a number to type or to
scan, so addresses of version 6 are of no use to it.
"""

from __future__ import annotations

import ipaddress
from typing import NamedTuple


class Address(NamedTuple):
    """An address of this machine; `card` is what the system calls the network card."""

    address: str
    card: str


def local_addresses() -> list[Address]:
    """Return the addresses other machines can reach this one by, private ones first; none without a network."""
    import ifaddr

    found = [
        Address(one.ip, adapter.nice_name)
        for adapter in ifaddr.get_adapters()
        for one in adapter.ips
        if isinstance(one.ip, str) and _reachable(one.ip)
    ]
    return sorted(found, key=lambda one: not ipaddress.ip_address(one.address).is_private)


def _reachable(text: str) -> bool:
    address = ipaddress.ip_address(text)
    return not (address.is_loopback or address.is_link_local or address.is_unspecified)
