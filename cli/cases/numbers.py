"""Tax numbers for invented bodies: their check digit holds, their range starts with 999."""

from typing import Final
from zlib import crc32

_PREFIX: Final = "999"
_INVENTED: Final = 1_000_000
_NINE: Final = 9


def check_digit(nine: str) -> str:
    """The tenth digit of a Turkish tax number, from its first nine.

    Each digit is shifted by its distance from the end, then weighed by a power of two modulo nine.
    """
    total = 0
    for place, digit in enumerate(nine, start=1):
        shifted = (int(digit) + 10 - place) % 10
        total += _NINE if shifted == _NINE else shifted * 2 ** (10 - place) % _NINE
    return str(-total % 10)


def invented_tax_number(name: str) -> str:
    """A well-formed tax number for a body of this name, the same each time."""
    nine = f"{_PREFIX}{crc32(name.encode()) % _INVENTED:06d}"
    return nine + check_digit(nine)
