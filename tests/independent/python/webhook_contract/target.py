"""The URL (contract §2, D1, and the warnings of §3)."""

import ipaddress
import re
from typing import Optional, Set

from upa_url import URL

# In ASCII, or U+017F would be an S.
_SCHEME = re.compile("https?://", re.ASCII | re.IGNORECASE)
_REFUSED = frozenset(map(chr, [*range(0x21), 0x7F])) | {"\\"}


class Refused(Exception):
    """Not an HTTP URL by D1."""


def warnings(text: str) -> Set[str]:
    """The codes of the warnings a URL gets. Raises Refused, with which part of D1 it breaks."""
    scheme = _SCHEME.match(text)
    if not scheme:
        raise Refused("scheme")
    # D1 names the host first; which of two faults is told is the crate's choice.
    if not _REFUSED.isdisjoint(text):
        raise Refused("character")
    if text[scheme.end() :][:1] in ("", "/", "?", "#"):
        raise Refused("host")
    if not URL.canParse(text):
        raise Refused("syntax")
    url = URL(text)
    if not _holds(url.hostname):
        raise Refused("syntax")
    found = set()
    if url.protocol == "http:":
        found.add("insecure_url")
    if url.username or url.password:
        found.add("credentials_in_url")
    if "#" in text:
        found.add("fragment_in_url")
    if _is_loopback(url.hostname):
        found.add("loopback_url")
    return found


def _holds(host: str) -> bool:
    """Whether every `xn--` label is the Punycode of a label that IDNA takes.

    The URL Standard has come to pass a host in ASCII as it is, and `upa_url` does; the locked crate,
    by which D1 goes, still looks.
    """
    if "xn--" not in host:
        return True
    try:
        labels = [
            label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
            for label in host.split(".")
        ]
    except UnicodeError:
        return False
    unicode = f"https://{'.'.join(labels)}/"
    return URL.canParse(unicode) and URL(unicode).hostname == host


def _address(host: str) -> Optional[ipaddress._BaseAddress]:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _is_loopback(host: str) -> bool:
    address = _address(host)
    if address is None:
        name = host[:-1] if host.endswith(".") else host
        return name == "localhost" or name.endswith(".localhost")
    address = getattr(address, "ipv4_mapped", None) or address
    if address.version == 4:
        return address in ipaddress.ip_network("127.0.0.0/8") or int(address) == 0
    return int(address) in (0, 1)
