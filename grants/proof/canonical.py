"""JSON as the text that is hashed: RFC 8785, the same bytes for the same value, whoever writes it.

The standard library's encoder, in C, writes the same for texts, whole numbers and plain names, as nearly every event
has them alone. What it writes otherwise (numbers with a point, the order of names beyond ASCII) is written here.
"""

import json
import math
from collections.abc import Callable, Iterable
from json.encoder import (  # type: ignore[attr-defined]  # typeshed leaves the part in C out
    c_make_encoder,
    encode_basestring,
)
from typing import Any

SAFE = 2**53 - 1
"""The greatest whole number that every reader of JSON reads as what it is."""
_DIGITS = 21
"""A number of up to so many digits before the point is written without an exponent (ECMA-262, Number::toString)."""
_ZEROS = 6
"""And one of fewer zeros than this after the point."""
_PLAIN = frozenset({str, bool, type(None)})
_ENCODER = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False, check_circular=False
)


def _writer() -> Callable[[Any], str]:
    """The standard library's encoder, made once: `encode` makes one anew for every value."""
    if c_make_encoder is None:  # a Python without its part in C
        return _ENCODER.encode
    in_parts = c_make_encoder(None, _ENCODER.default, encode_basestring, None, ":", ",", True, False, False)  # noqa: FBT003 - it takes them by place alone
    return lambda value: "".join(in_parts(value, 0))


_write = _writer()


class NotCanonical(ValueError):  # noqa: N818 - what is the matter with the value
    """A number that JSON cannot carry to every reader unchanged."""


def canonical(value: Any) -> str:
    """A JSON value as canonical text. Raises NotCanonical (no number JSON has), TypeError (no JSON)."""
    if type(value) is str:
        return encode_basestring(value)
    return _write(value) if _is_plain(value) else _written(value)


def says_twice(text: str) -> bool:
    """Whether a name stands twice in an object of this JSON: one reader takes its first part then, another its last.

    Not so of a text that is no JSON at all.
    """
    try:
        json.loads(text, object_pairs_hook=_once)
    except _Twice:
        return True
    except (ValueError, RecursionError):
        return False
    return False


class _Twice(Exception):  # noqa: N818 - what is the matter with the text
    """A name that was there already."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _is_plain(value: Any) -> bool:
    """Whether the encoder writes it as the standard says."""
    if type(value) in _PLAIN:
        return True
    if type(value) is dict:
        return "".join(value).isascii() and _are_plain(value.values())
    if type(value) is int:
        return -SAFE <= value <= SAFE
    return type(value) is list and _are_plain(value)


def _are_plain(values: Iterable[Any]) -> bool:
    """A loop, not `all`: this is asked of every value of every event."""
    for value in values:
        if type(value) in _PLAIN:
            continue
        if not _is_plain(value):
            return False
    return True


def _written(value: Any) -> str:
    if isinstance(value, dict):
        parts = sorted(value.items(), key=_by_utf16)
        return "{" + ",".join(f"{_ENCODER.encode(name)}:{_written(part)}" for name, part in parts) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_written, value)) + "]"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, int) and not -SAFE <= value <= SAFE:
        return _great(value)
    return _ENCODER.encode(value)


def _great(number: int) -> str:
    """A whole number that not every reader can hold is written only where it reads as the same again."""
    try:
        text = _float(float(number))
    except OverflowError as error:
        raise NotCanonical(str(error)) from error
    if text != str(number):
        raise NotCanonical(f"{number} would be read as {text}")
    return text


def _by_utf16(pair: tuple[str, Any]) -> bytes:
    return pair[0].encode("utf-16-be", "surrogatepass")


def _float(value: float) -> str:
    """The shortest text that reads as this number, laid out as ECMAScript does."""
    if not math.isfinite(value):
        raise NotCanonical(f"{value} is no number of JSON")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = float.__repr__(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = whole + fraction
    point -= len(digits) - len(digits.lstrip("0"))
    return sign + _laid_out(digits.strip("0"), point)


def _laid_out(digits: str, point: int) -> str:
    """digits: without zeros at either end. point: how many of them stand before the point; may be none, or less."""
    if len(digits) <= point <= _DIGITS:
        return digits.ljust(point, "0")
    if 0 < point <= _DIGITS:
        return f"{digits[:point]}.{digits[point:]}"
    if -_ZEROS < point <= 0:
        return f"0.{'0' * -point}{digits}"
    exponent = f"e{point - 1:+d}"
    return digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "") + exponent
