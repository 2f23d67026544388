"""Whom a conflict of interest keeps from a grant, as the monitoring room hears it and keeps it."""

from grants.proof.tables.book import Book, Told, is_known

BARRED, GRANT = "barred", "grant"


def barred(book: Book, told: Told) -> None:
    """By the newest word of the evaluation room."""
    person = told.data["person_id"]
    if is_known(person):
        about = {"application_id": told.about}
        book.put(BARRED, (person,), told, **about, barred=told.data["barred"], said_at=told.at)
    apart(book, told, is_told=is_known(person))


def apart(book: Book, told: Told, *, is_told: bool) -> None:
    """The grant names everybody who is kept from it; where one of them was erased, it is not known whom."""
    if not is_told or "somebody_erased" in book.kept:
        book.kept["somebody_erased"] = True
        book.forget(GRANT, (told.about,), "apart")
        return
    book.change(GRANT, (told.about,), told, apart=sorted(key[0] for key in book.keys(BARRED, barred=True)))
