"""Which client sent a request: its address as far as our own proxies vouch for it, kept only as a keyed hash."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

Address = IPv4Address | IPv6Address

# One household or one server gets a whole /64 and may change its address within it at will (RFC 6177).
IPV6_PREFIX = 64


def client_address(request: HttpRequest) -> Address | None:
    """The address our outermost trusted proxy saw; None where nobody says (a Unix socket).

    Each proxy appends the address it was called from, so with N of our own the N-th entry from the right is theirs
    to vouch for and everything left of it is the visitor's invention.
    """
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.TRUSTED_PROXY_COUNT
    if 0 < count <= len(hops) and (address := _parse(hops[-count])):
        return address
    return _parse(request.META.get("REMOTE_ADDR", ""))


def client_digest(request: HttpRequest) -> str:
    """A name for the client, good for counting and useless without SECRET_KEY: 64 hex characters."""
    address = client_address(request)
    return salted_hmac("diagnosis.reports.clients", _network(address), algorithm="sha256").hexdigest()


def _network(address: Address | None) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_PREFIX), strict=False))
    return str(address)


def _parse(text: str) -> Address | None:
    """Reads `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1` and `[2001:db8::1]:4711`."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address
