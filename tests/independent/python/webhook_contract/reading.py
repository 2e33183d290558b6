"""The text of a body or of its `headers`: RFC 8259 and nothing else (contract §1)."""

import re
from dataclasses import dataclass
from typing import Any, Callable, List, Optional, Tuple

DEEPEST = 64

_SPACE = re.compile(rb"[ \t\n\r]*")
_NUMBER = re.compile(rb"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_PLAIN = re.compile(rb'[^"\\\x00-\x1f]*')
_UNIT = re.compile(rb"[0-9a-fA-F]{4}")
_HEX = b"0123456789abcdefABCDEF"
_ESCAPES = {
    b'"': '"', b"\\": "\\", b"/": "/", b"b": "\b", b"f": "\f", b"n": "\n", b"r": "\r", b"t": "\t",
}  # fmt: skip
_LITERALS = {b"t": (b"true", True), b"f": (b"false", False), b"n": (b"null", None)}


class Malformed(Exception):
    """The text is not JSON from this byte on, or ends too early. At a lone surrogate or inside a UTF-8
    sequence readers may report different positions: any from `first` to `last` is right."""

    def __init__(self, last: int, first: Optional[int] = None):
        super().__init__(last)
        self.first = last if first is None else first
        self.last = last


@dataclass(frozen=True)
class Number:
    """A number as it is written, because a float cannot represent them all."""

    text: str


@dataclass(frozen=True)
class Object:
    """The members in order, each with the position of its name. Names may be duplicated."""

    members: List[Tuple[str, Any, int]]


def read(text: bytes) -> Any:
    """The value of a JSON text: None, bool, str, list, Number or Object."""
    return _Reader(text).document()


def type_name(value: Any) -> str:
    for kind, name in (
        (bool, "boolean"),
        (str, "string"),
        (list, "array"),
        (Number, "number"),
        (Object, "object"),
    ):
        if isinstance(value, kind):
            return name
    return "null"


class _Reader:
    def __init__(self, text: bytes):
        self.at, self.length = 0, len(text)
        # The well-formed part of the text, and the error for a string that continues after it.
        self.text, self.cut = text, Malformed(len(text))
        try:
            text.decode("utf-8")
        except UnicodeDecodeError as error:
            if error.reason == "invalid continuation byte":
                last = error.end
            elif error.reason == "unexpected end of data":
                last = len(text)
            else:
                last = error.start
            self.text, self.cut = text[: error.start], Malformed(last, error.start)

    def document(self) -> Any:
        value = self.value(0)
        self.space()
        if self.at < self.length:
            raise Malformed(self.at)
        return value

    def peek(self) -> bytes:
        return self.text[self.at : self.at + 1]

    def space(self) -> None:
        self.at = _SPACE.match(self.text, self.at).end()

    def take(self, allowed: bytes) -> bytes:
        """Reads the next byte, which must be one of these."""
        byte = self.peek()
        if not byte or byte not in allowed:
            raise Malformed(self.at)
        self.at += 1
        return byte

    def value(self, depth: int) -> Any:
        """Reads white space and a value that is nested in `depth` others."""
        self.space()
        byte = self.peek()
        if byte == b'"':
            return self.string()
        if byte in (b"{", b"["):
            if depth == DEEPEST:
                raise Malformed(self.at)
            return self.object(depth + 1) if byte == b"{" else self.array(depth + 1)
        if byte in _LITERALS:
            word, value = _LITERALS[byte]
            for letter in word:
                self.take(bytes([letter]))
            return value
        return self.number()

    def object(self, depth: int) -> Object:
        members: List[Tuple[str, Any, int]] = []
        self.at += 1
        self.space()
        if self.peek() == b"}":
            self.at += 1
            return Object(members)
        while True:
            self.space()
            start = self.at
            if self.peek() != b'"':
                raise Malformed(self.at)
            name = self.string()
            self.space()
            self.take(b":")
            members.append((name, self.value(depth), start))
            self.space()
            if self.take(b",}") == b"}":
                return Object(members)

    def array(self, depth: int) -> List[Any]:
        items: List[Any] = []
        self.at += 1
        self.space()
        if self.peek() == b"]":
            self.at += 1
            return items
        while True:
            items.append(self.value(depth))
            self.space()
            if self.take(b",]") == b"]":
                return items

    def number(self) -> Number:
        match = _NUMBER.match(self.text, self.at)
        if not match:
            if self.peek() == b"-":
                self.at += 1
            raise Malformed(self.at)
        self.at = match.end()
        fraction, power = match.group(1), match.group(2)
        # A fraction or an exponent without digits: the error is after its sign.
        if self.peek() == b"." and fraction is None and power is None:
            raise Malformed(self.at + 1)
        if self.peek() in (b"e", b"E") and power is None:
            self.at += 1
            if self.peek() in (b"+", b"-"):
                self.at += 1
            raise Malformed(self.at)
        return Number(match.group().decode("ascii"))

    def string(self) -> str:
        self.at += 1
        parts: List[str] = []
        while True:
            plain = _PLAIN.match(self.text, self.at)
            parts.append(plain.group().decode("utf-8"))
            self.at = plain.end()
            byte = self.peek()
            if byte == b'"':
                self.at += 1
                return "".join(parts)
            if byte == b"":
                raise self.cut
            if byte != b"\\":
                raise Malformed(self.at)
            parts.append(self.escape())

    def escape(self) -> str:
        start = self.at
        self.at += 1
        letter = self.take(b'"\\/bfnrtu')
        if letter != b"u":
            return _ESCAPES[letter]
        unit = self.hex(start, lambda digits: not 0xDC00 <= digits <= 0xDFFF)
        if not 0xD800 <= unit <= 0xDBFF:
            return chr(unit)
        try:
            self.take(b"\\")
            self.take(b"u")
        except Malformed as error:
            raise Malformed(error.last, start) from None
        low = self.hex(start, lambda digits: 0xDC00 <= digits <= 0xDFFF)
        return chr(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))

    def hex(self, start: int, allowed: Callable[[int], bool]) -> int:
        """Reads four hexadecimal digits of an allowed unit."""
        unit = _UNIT.match(self.text, self.at)
        if unit and allowed(int(unit.group(), 16)):
            self.at = unit.end()
            return int(unit.group(), 16)
        # Otherwise find the first wrong byte.
        digits, end = b"", min(self.at + 4, self.length)
        while True:
            byte = self.peek()
            if not byte or byte not in _HEX:
                raise Malformed(self.at)
            digits += byte
            # Whether any unit with these first digits is allowed.
            bits = 4 * (4 - len(digits))
            least = int(digits, 16) << bits
            if not (allowed(least) or allowed(least + (1 << bits) - 1)):
                raise Malformed(end, start)
            self.at += 1
