"""Who acts for a grant, as every room that keeps it follows the newest version of the plan."""

from grants.proof.tables.book import Book, Key, Told, is_known

LEADERS = ("coordinator_id", "representative_id")


def followed(book: Book, told: Told, table: str, key: Key) -> None:
    """The room keeps who leads now; whoever did before is kept from the file."""
    before = {book.value(table, key, name) for name in LEADERS}
    now = {name: told.data[name] for name in LEADERS}
    still = {one for one in now.values() if is_known(one)}
    for person in sorted(one for one in before - still if one and is_known(one)):
        about = {"application_id": told.about}
        book.put("barred", (person,), told, **about, barred=True, said_at=told.at)
    book.change(table, key, told, **now)


def led(book: Book, told: Told, table: str, key: Key) -> None:
    """The same where who led is kept in the row itself: those who lead now, and all who did before."""
    if not all(is_known(told.data[name]) for name in LEADERS):
        book.change(table, key, told, led_version=told.data["plan_version"])
        book.forget(table, key, "leaders", "former")
        return
    coordinator, leaders = book.value(table, key, "coordinator_id"), book.value(table, key, "leaders")
    before = {*(leaders or [coordinator]), *(book.value(table, key, "former") or ())} - {None}
    now = [one for one in dict.fromkeys(told.data[name] for name in LEADERS) if one]
    facts = {"leaders": now, "former": sorted(before - set(now)), "led_version": told.data["plan_version"]}
    book.change(table, key, told, **facts)
