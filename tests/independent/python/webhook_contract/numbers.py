"""Exact numbers (contract §1)."""

import re
from typing import Optional

from .reading import Number

_PARTS = re.compile(r"(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?)(\d+))?")

# Represents every integer with more digits.
_DIGITS = 12
_BEYOND = 10**_DIGITS


def integer(number: Number) -> Optional[int]:
    """The integer that the number is, or None. Far beyond int32, any such integer of the same sign.

    Time and memory are bounded by the length of the text, whatever its exponent.
    """
    sign, integral, fraction, power_sign, power = _PARTS.fullmatch(number.text).groups(default="")
    digits = (integral + fraction).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return 0
    # The value is `significant`, followed by this many zeros.
    zeros = len(digits) - len(significant) - len(fraction)
    power = power.lstrip("0")
    # The digits of the text cannot compensate for such an exponent.
    large = len(power) > len(str(len(number.text))) + 2
    shift = 10 * len(number.text) if large else int(power or "0")
    zeros += -shift if power_sign == "-" else shift
    if zeros < 0:
        return None
    if len(significant) + zeros > _DIGITS:
        value = _BEYOND
    else:
        value = int(significant) * 10**zeros
    return -value if sign else value


def in_int32(value: int) -> bool:
    return -(2**31) <= value < 2**31
