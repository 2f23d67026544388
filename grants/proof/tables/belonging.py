"""Who belongs to a grant, as the room of its application follows the contract and each newer version of the plan."""

from typing import Any

from grants.proof.tables.book import Book, Told, is_known

BELONGING = "belonging"
_SHOWN = ("name", "kind", "province", "nace")


def followed(book: Book, told: Told, since: Any) -> None:
    """These belong to it from now on: who is new joins, who is not among them leaves. Of members who were erased it is
    not known which rows are theirs.
    """
    if not all(is_known(one["tax_number"]) for one in told.data["members"]):
        book.drop(BELONGING)
        book.doubtful.add(BELONGING)
        return
    now = {one["tax_number"]: (place, one) for place, one in enumerate(told.data["members"])}
    staying = {key[0]: key for key in book.keys(BELONGING, until=None)}
    for tax_number, key in staying.items():
        if tax_number not in now:
            book.change(BELONGING, key, told, until=since)
    for tax_number, (place, one) in now.items():
        facts = {"place": place, **{name: one[name] for name in _SHOWN if name in one}}
        if tax_number in staying:
            book.change(BELONGING, staying[tax_number], told, **facts)
        else:
            key = (tax_number, told.data["plan_version"])
            book.put(BELONGING, key, told, **facts, since=since, until=None)
