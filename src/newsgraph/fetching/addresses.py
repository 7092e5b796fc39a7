"""Which addresses may be connected to: public ones; private ones only of hosts that were named.

A feed or a redirect names hosts that nobody chose, so what they resolve to is checked, and the address that was
checked is the one connected to: a name that resolves to something else a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Resolver = Callable[[str, int], Iterable[str]]
"""Host and port -> addresses as text."""

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_TUNNELLED = ipaddress.ip_network("::/96")


class AddressError(ValueError):
    """A host without an address that may be connected to; the message says why."""


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, in the order of the system.

    Raises:
        AddressError: the name is not known.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressError(f"the name {host} is not known") from error
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Public addresses, and the private ones of ``private_hosts`` ("intranet.example" or "127.0.0.1:8080").

    Private addresses are allowed by host and not altogether: a page of a public site that redirects to another
    machine inside is still refused.
    """

    private_hosts: frozenset[str] = frozenset()
    resolver: Resolver = resolve

    def checked(self, host: str, port: int) -> str:
        """An address to connect to; every address of the host has to be allowed.

        Raises:
            AddressError: the name is not known, or one of its addresses is private.
        """
        addresses = list(self.resolver(host, port))
        if not addresses:
            raise AddressError(f"the name {host} has no address")
        if host not in self.private_hosts and f"{host}:{port}" not in self.private_hosts:
            for address in addresses:
                if not is_public(address):
                    raise AddressError(
                        f"{host} is at {address}, which is no public address; it is not connected to "
                        f"(--private-host {host}:{port} allows it)"
                    )
        return addresses[0]


def is_public(address: str) -> bool:
    """True for an address of the internet; false for loopback, private, link-local, multicast and reserved ones.

    An IPv4 address inside an IPv6 one (mapped, translated, tunnelled) counts as itself.
    """
    try:
        found: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and (found in _TRANSLATED or (found in _TUNNELLED and int(found) > 1)):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            found = inner
    return found.is_global and not (
        found.is_multicast or found.is_reserved or found.is_loopback or found.is_link_local or found.is_unspecified
    )
