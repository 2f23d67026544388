"""International bank account numbers. Pure. Source: ISO 13616, check digits by ISO 7064 mod 97-10."""

import re

_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_LENGTHS = {"TR": 26}
"""Of the countries whose length is known here; of any other the check digits alone are looked at."""


def is_iban(text: str) -> bool:
    """Whether this is an account number without blanks: letters, digits and check digits right."""
    if not _SHAPE.fullmatch(text) or len(text) != _LENGTHS.get(text[:2], len(text)):
        return False
    digits = "".join(str(int(sign, 36)) for sign in text[4:] + text[:4])
    return int(digits) % 97 == 1


def masked(iban: str) -> str:
    """An account number with its middle left out, for those who need not know it."""
    return f"{iban[:4]}…{iban[-4:]}"
