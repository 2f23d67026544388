"""Votes, scores and sheets that no record tells: each row is proven by the seal in its record and by its own salt."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.contracts.committee_events import CommitteeScored, CommitteeVoted
from grants.contracts.evaluation_events import AssessmentReopened, AssessmentSubmitted, EvaluatorAssigned
from grants.contracts.event import EventData
from grants.proof.sealed import Sealed, seal
from grants.proof.tables import evaluation as tables
from grants.proof.tables.book import Book, Told
from grants.proof.veil import VEILED
from grants.values import ApplicationId, CallId, PersonId

AT = datetime(2027, 6, 1, tzinfo=UTC)
SALT = "0123456789abcdef" * 2
ITEM = {"call_id": CallId("k"), "application_id": ApplicationId("a"), "member_id": PersonId("k1")}
OWN = {"application_id": ApplicationId("a"), "assignment_id": "g1"}
SHEET = {"scores": {"capacity": "30"}, "justifications": {"capacity": "Uygun."}, "not_applicable": {}}
EMPTY: dict[str, Any] = {"scores": {}, "justifications": {}, "not_applicable": {}}


def told(event: EventData, **instead: Any) -> Told:
    return Told("a#1", event.type_name(), "a", AT, "k1", "x", "", event.model_dump(mode="json") | instead)


def book(*records: Told) -> Book:
    made = Book(tables.TABLES, kept={"own": "a"})
    for one in records:
        tables.HANDLERS[one.type](made, one)
    return made


def differing(made: Book, table: str, row: Mapping[str, Any]) -> set[str]:
    return {one.field for one in made.differences({table: [dict(row)]}) if one.table == table}


def assigned() -> Told:
    return told(EvaluatorAssigned(**OWN, evaluator_id=PersonId("d1"), due_at=AT + timedelta(days=7)))


def submitted(**instead: Any) -> Told:
    points = seal(SALT, {name: SHEET[name] for name in ("scores", "not_applicable")})
    words = seal(SALT, {"justifications": SHEET["justifications"]})
    event = AssessmentSubmitted(**OWN, total="81", remaining=1, seal=points, words_seal=words)
    return told(event, **instead)


def reopened() -> Told:
    event = AssessmentReopened(**OWN, evaluator_id=PersonId("d1"), version=1, due_at=AT, reason="Yanlış proje.")
    return told(event)


def assignment(**facts: Any) -> dict[str, Any]:
    blank = {"id": "g1", "evaluator_id": "d1", "status": "submitted", "conflict": False, "total": "81"}
    times = {"due_at": "2027-06-08T00:00:00Z", "invited_at": AT.isoformat(), "submitted_at": AT.isoformat()}
    never = {"answered_at": None, "reminded_at": None, "reopened_at": None, "reason": ""}
    return blank | times | never | {"salt": SALT} | SHEET | facts


@given(st.sampled_from(["yes", "no", "abstain"]), st.text("0123456789abcdef", min_size=32, max_size=32))
def test_a_vote_fits_its_seal_under_its_own_salt_alone(vote: str, salt: str) -> None:
    sealed = Sealed(seal(salt, {"vote": vote}), ("vote",))
    row = {"vote": vote, "salt": salt}
    assert sealed.fits(row)
    other = "0" * 32 if salt != "0" * 32 else "1" * 32
    for changed in ({"vote": "nobody"}, {"salt": other}, {"salt": ""}, {"salt": "x" * 32}, {"salt": salt[:-2]}):
        assert not sealed.fits(row | changed)
    assert not sealed.fits({})


def test_a_vote_and_a_score_that_are_changed_are_named_though_no_record_tells_them() -> None:
    vote = told(CommitteeVoted(**ITEM, motion=1, seal=seal(SALT, {"vote": "yes"})))
    row = {"number": 1, "person_id": "k1", "vote": "yes", "given_at": AT.isoformat(), "salt": SALT} | {"dissent": ""}
    assert differing(book(vote), "committee_ballot", row) == set()
    assert differing(book(vote), "committee_ballot", row | {"vote": "no"}) == {"vote"}
    score = told(CommitteeScored(**ITEM, seal=seal(SALT, {"score": 30})))
    given_ = {"person_id": "k1", "score": 30, "given_at": AT.isoformat(), "salt": SALT}
    assert differing(book(score), "committee_score", given_) == set()
    assert differing(book(score), "committee_score", given_ | {"score": 31}) == {"score"}


def test_given_anew_only_the_last_one_counts() -> None:
    first, last = (told(CommitteeScored(**ITEM, seal=seal(SALT, {"score": points}))) for points in (30, 40))
    row = {"person_id": "k1", "score": 40, "given_at": AT.isoformat(), "salt": SALT}
    assert differing(book(first, last), "committee_score", row) == set()
    assert differing(book(last, first), "committee_score", row) == {"score"}


def test_what_was_given_before_there_were_seals_is_not_compared() -> None:
    sealed, before = told(CommitteeScored(**ITEM, seal=seal(SALT, {"score": 30}))), told(CommitteeScored(**ITEM))
    row = {"person_id": "k1", "score": 99, "given_at": AT.isoformat(), "salt": ""}
    assert differing(book(before), "committee_score", row) == set()
    assert differing(book(sealed, before), "committee_score", row) == set()
    old = submitted(seal="", words_seal="")
    assert differing(book(assigned(), old), "assignment", assignment(scores={"capacity": "1"}, salt="")) == set()


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({}, set()),
        ({"scores": {"capacity": "29"}}, {"scores"}),
        ({"scores": {}}, {"scores"}),
        ({"not_applicable": {"capacity": "x"}}, {"scores"}),
        ({"justifications": {"capacity": "Uygun değil."}}, {"justifications"}),
        ({"salt": "0" * 32}, {"scores", "justifications"}),
        ({"total": "82"}, {"total"}),
    ],
)
def test_a_sheet_that_is_changed_is_named(changed: dict[str, Any], named: set[str]) -> None:
    assert differing(book(assigned(), submitted()), "assignment", assignment(**changed)) == named


def test_nobody_has_written_a_sheet_before_it_is_given_or_after_it_was_taken_back() -> None:
    invited = assignment(status="invited", total=None, submitted_at=None, salt="", **EMPTY)
    assert differing(book(assigned()), "assignment", invited) == set()
    assert differing(book(assigned()), "assignment", invited | SHEET) == {"scores", "justifications"}
    back = book(assigned(), submitted(), reopened())
    dates = {"submitted_at": None, "due_at": AT.isoformat(), "reopened_at": AT.isoformat()}
    dates["answered_at"] = AT.isoformat()
    again = assignment(status="accepted", total=None, salt="", **dates, **EMPTY)
    assert differing(back, "assignment", again) == set()
    assert differing(back, "assignment", again | SHEET) == {"scores", "justifications"}


def test_a_sheet_that_was_taken_back_is_proven_still() -> None:
    back = book(assigned(), submitted(), reopened())
    by = {"reopened_at": AT.isoformat(), "reason": "Yanlış proje.", "officer_id": "k1", "total": "81"}
    version = {"assignment_id": "g1", "number": 1, "submitted_at": AT.isoformat(), "salt": SALT, **SHEET, **by}
    assert differing(back, "assessment_version", version) == set()
    assert differing(back, "assessment_version", version | {"scores": {"capacity": "1"}}) == {"scores"}


def test_words_that_were_erased_are_not_asked_for_and_points_still_are() -> None:
    erased = book(assigned(), submitted(words_seal={VEILED: "x"}))
    gone = assignment(justifications={"capacity": "–"})
    assert differing(erased, "assignment", gone) == set()
    assert differing(erased, "assignment", gone | {"scores": {"capacity": "1"}}) == {"scores"}
