"""Refusals of what concerns keys, roots and proofs."""

from grants.breach import Refused


class KeyNotVouched(Refused):
    """A new key has to be vouched for by the one before it, whose file is not there."""

    rule = "ledger.key_not_vouched"


class KeyRetired(Refused):
    """The key has signed before and another came after it: it signs no more."""

    rule = "ledger.key_retired"


class NotSealed(Refused):
    """No signed root covers this yet."""

    rule = "ledger.not_sealed"


class TreeTorn(Refused):
    """The records are no longer those a root was signed over: nothing more is signed."""

    rule = "ledger.tree_torn"
