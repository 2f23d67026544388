"""Turkish letters: lower and upper case, and a key that sorts as a Turkish dictionary does.

The database sorts the stored key byte by byte, so it needs no Turkish collation of its own.
"""

import unicodedata
from typing import Final

_AFTER: Final = {"ç": "c~", "ğ": "g~", "ı": "i", "i": "i~", "ö": "o~", "ş": "s~", "ü": "u~"}
_LAST_ASCII_LETTER: Final = "z"
_FOREIGN: Final = "}"


def turkish_lower(text: str) -> str:
    """Lower case in which I becomes ı and İ becomes i."""
    composed = unicodedata.normalize("NFC", text)
    return composed.replace("İ", "i").replace("I", "ı").lower()


def turkish_upper(text: str) -> str:
    """Upper case in which i becomes İ and ı becomes I."""
    composed = unicodedata.normalize("NFC", text)
    return composed.replace("i", "İ").replace("ı", "I").upper()


def turkish_key(text: str) -> str:
    """A key whose plain order is the Turkish order of `text`, blind to case and to circumflexes.

    a b c ç d e f g ğ h ı i j k l m n o ö p q r s ş t u ü v w x y z; spaces, signs and digits come before
    the letters, letters of other alphabets after them. Runs of white space count as one space. Texts that
    differ in case only have the same key.

    A letter that follows its plain sister carries a tilde, which is above everything else a key can hold:
    "çam" gives "c~am", after every word in c and before those in d.
    """
    return "".join(_rank(letter) for letter in " ".join(turkish_lower(text).split()))


def _rank(letter: str) -> str:
    if letter in _AFTER:
        return _AFTER[letter]
    if letter <= _LAST_ASCII_LETTER:
        return letter
    plain = unicodedata.normalize("NFKD", letter)[0]
    if plain != letter and plain.isascii():
        return _rank(plain)
    return "" if unicodedata.combining(letter) else _FOREIGN + letter
