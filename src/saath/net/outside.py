"""Addresses that people enter: only what is outside may be called, so that nobody asks this server
to look around in its own network.

The name is resolved once and the call goes to that address, so that it cannot become another one
between the look and the call. What an operator named as `inside` is called as it is.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from saath.net.calls import Call

type Resolve = Callable[[str, int], Iterable[str]]

TUNNELS = (ipaddress.IPv6Network("2001::/32"), ipaddress.IPv6Network("2002::/16"))
"""Teredo and 6to4 (RFC 4380, RFC 7526 retired it): they carry an IPv4 address, and nobody is
reached only there.
"""
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""RFC 6052. A network without IPv4 shows it every public host like this."""


class NotOutside(Exception):
    """This address may not be called; the text says why, in one sentence."""


def outside(call: Call, *, inside: Collection[str] = (), resolve: Resolve | None = None) -> Call:
    """Return the call, bound to a public address of its host; `NotOutside` when it has none."""
    parts = split_address(call.url, inside=inside)
    host = parts.hostname or ""
    if host in inside:
        return call
    port = parts.port or 443
    try:
        found = list((resolve or _resolve)(host, port))
    except (OSError, UnicodeError):
        raise NotOutside(f"There is no host {host}.") from None
    if not found or not all(is_public(address) for address in found):
        raise NotOutside(f"{host} is not on the public internet.")
    address = found[0]
    place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    url = parts._replace(netloc=place).geturl()
    named = host if parts.port is None else f"{host}:{parts.port}"
    return replace(call, url=url, headers={**call.headers, "host": named}, sni=host)


def split_address(url: str, *, inside: Collection[str] = ()) -> SplitResult:
    """Return the parts of an address that may be called at all, whatever it resolves to.

    Its host comes back as the network spells it: in ASCII, every label of a possible length.
    """
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise NotOutside("This is not an address.") from None
    if not host or "@" in parts.netloc or parts.scheme not in {"http", "https"}:
        raise NotOutside("This is not an address like https://example.in/alerts .")
    if parts.scheme != "https" and host not in inside:
        raise NotOutside("The address must begin with https.")
    return parts if host in inside else _spelled(parts, host)


def _spelled(parts: SplitResult, host: str) -> SplitResult:
    try:
        spelled = host.encode("idna").decode()
    except UnicodeError:
        raise NotOutside("No host can have this name.") from None
    if spelled == host:
        return parts
    return parts._replace(netloc=spelled if parts.port is None else f"{spelled}:{parts.port}")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet, and of no tunnel that ends inside."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if any(ip in tunnel for tunnel in TUNNELS):
            return False
        ip = ip.ipv4_mapped or _translated(ip) or ip
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _translated(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The address that a translator of the network would call for this one."""
    return ipaddress.IPv4Address(ip.packed[-4:]) if ip in NAT64 else None


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_rest, address in found]
