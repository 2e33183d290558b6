"""The URL (contract §2, D1, and the warnings of §3)."""

import ipaddress
import re
from typing import Optional, Set

from upa_url import URL

# In ASCII: otherwise U+017F would match an s.
_SCHEME = re.compile("https?://", re.ASCII | re.IGNORECASE)
_REJECTED = frozenset(map(chr, [*range(0x21), 0x7F])) | {"\\"}


class Rejected(Exception):
    """Not an HTTP URL by D1."""


def warnings(text: str) -> Set[str]:
    """The codes of the URL's warnings. Raises Rejected with the part of D1 that it breaks."""
    scheme = _SCHEME.match(text)
    if not scheme:
        raise Rejected("scheme")
    # Of two errors the crate reports that of a character before that of the host.
    if not _REJECTED.isdisjoint(text):
        raise Rejected("character")
    if text[scheme.end() :][:1] in ("", "/", "?", "#"):
        raise Rejected("host")
    if not URL.canParse(text):
        raise Rejected("syntax")
    url = URL(text)
    if not _is_canonical(url.hostname):
        raise Rejected("syntax")
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


def _is_canonical(host: str) -> bool:
    """Whether every `xn--` label is the Punycode of a label that IDNA accepts.

    Today's URL Standard does not check a host in ASCII, nor does `upa_url`; the locked crate, which D1
    follows, does.
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
