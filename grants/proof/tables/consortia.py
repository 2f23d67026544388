"""What the application room has of no file: consortia, told by their own ids, and the registry of clusters."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.contracts import application_events as said
from grants.contracts import registry_events as registry
from grants.contracts.keeping_events import PersonalDataEmptied
from grants.contracts.queues import APPLICATION
from grants.personal import Fate
from grants.proof.tables.book import Book, Handler, Table, Told, Total, by_type, is_known
from grants.turkish import turkish_key

CONSORTIUM, MEMBER, CONFIRMATION, CLUSTER = "consortium", "member", "confirmation", "cluster"
TABLES: Mapping[str, Table] = MappingProxyType(
    {
        CONSORTIUM: Table(key=("id",), whole=True),
        MEMBER: Table(key=("place",)),
        CONFIRMATION: Table(key=("tax_number",), whole=True),
        CLUSTER: Table(key=("no",), whole=True),
    }
)
OF_A_MEMBER = ("name", "kind", "tax_number", "province", "nace", "address", "commits", "in_main_field")
_SINCE_MEMBERS = ("cluster_no", "provinces", "nace", "geography_has_chamber_of_industry", "coordinator_id")


def members(book: Book, told: Told) -> None:
    """All of them, in the order in which the coordinator wrote them; whoever left takes the own word along."""
    book.drop(MEMBER, *book.keys(MEMBER))
    for place, member in enumerate(told.data["members"]):
        facts = {name: member[name] for name in OF_A_MEMBER if name in member}
        book.put(MEMBER, (place,), told, **facts)
    book.total(Total(MEMBER, "", ()), len(told.data["members"]), told)
    numbers = [member["tax_number"] for member in told.data["members"]]
    if not all(is_known(one) for one in numbers):
        _unknown(book)
        return
    staying = set(numbers)
    for key in book.keys(CONFIRMATION):
        if key[0] not in staying:
            book.drop(CONFIRMATION, key)


def created(book: Book, told: Told) -> None:
    """Of old the name was told, and nobody said when another came to lead it."""
    data = told.data
    book.put(CONSORTIUM, (told.about,), told, name=data["name"], created_at=told.at)
    if data.get("members") is not None:
        book.put(CONSORTIUM, (told.about,), told, **{name: data[name] for name in _SINCE_MEMBERS})
        members(book, told)


def changed(book: Book, told: Told) -> None:
    """Either the members or who leads it; of old it was said that something changed."""
    data = told.data
    if data.get("coordinator_id"):
        book.change(CONSORTIUM, (told.about,), told, coordinator_id=data["coordinator_id"])
    elif data.get("members") is not None:
        members(book, told)
    else:
        book.drop(MEMBER)
        book.forget_totals(MEMBER)
        _unknown(book)


def _unknown(book: Book) -> None:
    """Who has confirmed was erased, or was not told of old: any word there may be one that was told."""
    book.drop(CONFIRMATION)
    book.doubtful.add(CONFIRMATION)


def emptied(book: Book, told: Told) -> None:
    """With the last of its files, or without ever having had one, those who act for it went."""
    if told.data["ground"] != Fate.CONTRACT:
        return
    book.forget(CONSORTIUM, (told.about,), "coordinator_id")
    for key in book.keys(MEMBER):
        book.forget(MEMBER, key, "address")
    for key in book.keys(CONFIRMATION):
        book.forget(CONFIRMATION, key, "confirmed_by")


def confirmed(book: Book, told: Told) -> None:
    if not is_known(told.data["tax_number"]):
        _unknown(book)
        return
    by = {"confirmed_by": told.by, "confirmed_at": told.at}
    book.put(CONFIRMATION, (told.data["tax_number"],), told, **by)


def loaded(book: Book, told: Told) -> None:
    """The whole registry, in the place of what it held."""
    book.drop(CLUSTER)
    for one in told.data["clusters"]:
        facts = {name: one[name] for name in ("name", "province", "stage")}
        book.put(CLUSTER, (one["no"],), told, **facts, name_key=turkish_key(one["name"]))


EMPTIED = PersonalDataEmptied.type_name().replace("{room}", APPLICATION)
HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        EMPTIED: emptied,
        **by_type(
            {
                said.ConsortiumCreated: created,
                said.ConsortiumChanged: changed,
                said.ParticipationConfirmed: confirmed,
                registry.ClustersLoaded: loaded,
            }
        ),
    }
)
