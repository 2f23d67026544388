"""An account number that is proven and not told: what a record says of it is made on purpose slow to find by trying.

Of an account the records show the two ends; between them lie fewer digits than a plain hash would keep. The salt is the
id of what names the account. Source: RFC 7914 (scrypt).
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from grants.iban import masked

_COST, _BLOCK = 2**13, 8
_BYTES = 32


@lru_cache(maxsize=4096)
def account_digest(account: str, salt: str) -> str:
    """What is told of an account, hex. It takes some 20 ms."""
    found = hashlib.scrypt(account.encode(), salt=salt.encode(), n=_COST, r=_BLOCK, p=1, dklen=_BYTES)
    return found.hex()


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it was told. ends: what is shown of it. digest: "" where a room of before did not tell it.

    after: what follows it in its column.
    """

    ends: str
    digest: str = ""
    salt: str = ""
    after: str = ""

    def is_of(self, held: object) -> bool:
        """Whether a column says this account."""
        if not isinstance(held, str) or not held.endswith(self.after):
            return False
        account = held.removesuffix(self.after)
        return masked(account) == self.ends and self.digest in {"", self.digest and account_digest(account, self.salt)}
