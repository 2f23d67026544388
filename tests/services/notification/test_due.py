"""Whatever falls due for a person is written to that person, or it is said why not; so is everything that is told."""

import re

import pytest

from grants.contracts import application_events as application
from grants.contracts import monitoring_events as monitoring
from grants.contracts import obligation_events as obligation
from grants.contracts.event import EventData
from grants.contracts.grant_event import Deadline
from grants.contracts.report_events import LineDisallowed, LineRemarked
from grants.contracts.stages import DeadlineKind
from grants.regimes import load
from grants.rules.deadlines import Due
from runtime.messages import LANGUAGES, catalogue
from services.notification.domain.due import TOLD, Telling
from services.notification.domain.letters import COORDINATOR, LETTERS, MONITORS, letter_of
from services.notification.domain.pages import page_of
from services.notification.domain.silent import SILENT
from services.notification.usecases.words import words_of

ENDS = {
    *("due_at", "object_until", "evaluate_by", "cure_until", "new_end", "support_ends_on", "ends_on", "obligations"),
    *("first_due_on", "due_on", "valid_until", *DeadlineKind),
}
"""Places of a letter that hold the day something is due by."""
NAMED = {
    "StageEntered": "stage.{due}",
    "CompletionRequested": "completion",
    "EvaluatorAssigned": "assigned",
    "AssignmentReminded": "reminded",
    "FeedbackIssued": "feedback",
    "NoticeGiven": "notice",
    "ExtensionDecided": "extension_decided.yes",
    "GrantTerminated": "terminated",
    "GrantClosed": "closed_lasting",
    "IndependentAuditAssigned": "audit_assigned",
    "DevelopmentReportOpened": "development_opened",
    "DevelopmentReportReminded": "development_reminded",
}
"""The letters that are not named as their events are."""
FILE = {"grant_id": "a", "application_id": "a"}
ISSUED = (*application.EVENTS, *monitoring.EVENTS)


def key_of(kind: type[EventData], due: Due) -> str:
    words = re.findall("[A-Z][a-z]+", kind.__name__)
    return NAMED.get(kind.__name__, "_".join(words).lower()).format(due=due)


@pytest.mark.parametrize("due", Due)
def test_every_deadline_has_letters_before_and_after_or_a_reason_for_none(due: Due) -> None:
    telling = TOLD[due]
    for side in (telling.ahead, telling.over):
        assert side
        assert isinstance(side, str) or set(side) <= LETTERS.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("due", "telling"), TOLD.items())
def test_a_letter_ahead_of_a_deadline_names_its_day(due: Due, telling: Telling, language: str) -> None:
    for kind in () if isinstance(telling.ahead, str) else telling.ahead:
        key = key_of(kind, due)
        text = catalogue("grants").texts[language][f"mail.{key}.text"]
        assert ENDS & set(re.findall(r"\{(\w+)", text)), (key, text)


def test_each_event_of_an_application_or_a_grant_is_a_letter_or_has_its_reason_for_none() -> None:
    assert {kind for kind in ISSUED if kind not in LETTERS and kind not in SILENT} == set()
    assert LETTERS.keys() & SILENT.keys() == set()
    assert all(SILENT.values())


def said(language: str, event: EventData) -> dict[str, str]:
    return words_of(catalogue("grants"), language, event, "TRY")


def closed(*obligations: obligation.ObligationBegun) -> monitoring.GrantClosed:
    amounts = dict.fromkeys(("realised", "allowed", "paid", "recovered"), "1.00")
    return monitoring.GrantClosed.model_validate(
        {**FILE, "outcome": "completed", **amounts, "obligations": obligations, "explanations": ()}
    )


def test_at_the_closing_the_coordinator_is_told_what_is_still_owed_and_until_when() -> None:
    (duty, *_) = load("kdp-2014").obligations.kinds.value
    begun = obligation.ObligationBegun(number=1, code=duty.code, since="2027-03-01", ends_on="2037-03-01")
    letter = letter_of(closed(begun))
    assert letter is not None
    assert (letter.key, letter.to) == ("closed_lasting", (COORDINATOR, MONITORS))
    assert said("tr", closed(begun))["obligations"] == f"- {duty.names.tr}: son gün 28 Şubat 2037"
    assert said("en", closed(begun))["obligations"] == f"- {duty.names.en}: last day 28 February 2037"
    bare = letter_of(closed())
    assert bare is not None
    assert bare.key == "closed"


def test_a_returned_report_says_what_was_remarked_on_each_line_and_by_when_it_is_due_again() -> None:
    other = Deadline(kind=DeadlineKind.REPORT_DUE, at="2027-04-01T21:00:00Z", number=1)
    mine = Deadline(kind=DeadlineKind.REPORT_DUE, at="2027-05-01T21:00:00Z", number=2)
    lines = (LineRemarked(line=3, item="I1", remark="Fatura eksik"),)
    returned = monitoring.ReportReturned(**FILE, number=2, remarks="x", lines=lines, deadlines=(other, mine))
    found = said("tr", returned)
    assert (found["lines"], found["report_due"]) == ("- 3. satır (I1): Fatura eksik", "1 Mayıs 2027 24:00")
    assert (found["closing_due"], found["number"]) == ("–", "2")


def test_what_was_not_accepted_of_a_report_stands_in_the_letter_line_by_line() -> None:
    less = LineDisallowed(line=1, item="I1", amount="100.00", reason="KDV")
    facts = {**FILE, "number": 1, "realised": "1.00", "earned": "1.00", "explanations": ()}
    accepted = monitoring.ReportAccepted.model_validate({**facts, "disallowed": (less,)})
    letter = letter_of(accepted)
    assert letter is not None
    assert letter.key == "report_accepted_less"
    assert said("tr", accepted)["disallowed"] == "- 1. satır (I1): 100,00 TL kabul edilmedi. KDV"


@pytest.mark.parametrize(("found", "key"), [("kept", "obligation_found.kept"), ("broken", "obligation_found.broken")])
def test_what_was_found_of_an_obligation_is_told_to_the_coordinator(found: str, key: str) -> None:
    letter = letter_of(obligation.ObligationLookedAt(**FILE, number=1, code="x", found=found, note=""))
    assert letter is not None
    assert (letter.key, letter.to) == (key, (COORDINATOR,))


def test_a_letter_leads_to_the_page_it_is_about() -> None:
    overdue = {"application_id": "a", "call_id": "c", "stage": "approval", "due_at": "2027-03-01T00:00:00Z"}
    assert page_of(monitoring.ReportLate(**FILE, number=2), "a") == "/grants/a"
    assert page_of(application.StageOverdue.model_validate(overdue), "a") == "/applications/a"
