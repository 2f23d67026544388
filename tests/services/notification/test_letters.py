"""Who is written to about what, in both languages, and never about who evaluated."""

import pytest

from grants.contracts import application_events as application
from grants.contracts import closing_events as closing
from grants.contracts import committee_events as committee
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts.event import EventData
from grants.contracts.stages import Outcome, Stage
from runtime.messages import catalogue
from services.notification.domain.letters import COORDINATOR, LETTERS, MINISTER, MONITORS, OFFICERS, letter_of
from services.notification.domain.mail import address_of, readable_by
from services.notification.usecases.words import words_of

KEYS = [
    *(
        f"stage.{stage}"
        for stage in ("administrative_check", "reserve", "negotiation", "approval", "founding", "signing")
    ),
    *(f"ended.{outcome}" for outcome in Outcome),
    *("overdue", "completion", "completed", "point_raised", "point_answered", "contract", "assigned"),
    *("evaluators_missing", "report_opened", "report_late", "report_submitted", "report_returned", "report_accepted"),
    *("claim_made", "claim_approved", "claim_paid", "force_majeure", "extension", "notice", "terminated"),
    *("force_majeure_decided.yes", "force_majeure_decided.no", "extension_decided.yes", "extension_decided.no"),
    *("support_ended", "recovery", "closed", "reminded", "reopened"),
    *("committee_overdue", "notice_expired", "closing_overdue"),
    *("change", "change_decided.yes", "change_decided.no"),
    "coordinator_changed",
    *("milestone_declared", "milestone_confirmed", "milestone_returned", "milestones_late"),
    *("risk", "hold", "hold_lifted", "visit_planned", "visit_made"),
    *("claim_returned", "claim_refused", "claim_resubmitted", "claim_lapsed"),
    *("claim_lowered", "spending_disallowed", "recovery_reminded", "guarantee_warned", "guarantee_ended"),
    *("claim_seconded", "account_recorded", "account_confirmed", "guarantee_returned", "appropriation_warned"),
    *("recovery_planned", "recovery_received", "recovery_late"),
    *("addendum", "presentation", "presentation_cancelled", "session_called", "session_changed"),
    *("moved_up", "pack_opened", "pack_closed"),
    *("report_reminded", "report_escalated", "development_opened", "development_reminded", "development_late"),
    *("development_escalated", "development_submitted", "development_decided.continue", "development_decided.end"),
    *("audit_asked", "audit_assigned", "audit_late", "audit_reported"),
    *("finding_late", "finding_answered", "finding_returned", "finding_closed"),
    *("submitted", "plan_revised", "signed_by_side", "grant_opened", "force_majeure_ended", "notice_cured"),
    *("grant_withdrawn", "closing_submitted", "closed_lasting", "obligation_look", "obligation_ended"),
    *("obligation_found.kept", "obligation_found.broken", "obligation_released", "grant_reopened.yes"),
    *("grant_reopened.no", "statement_left", "guarantee_received", "change_withdrawn", "visit_cancelled"),
    *("finding_made", "report_accepted_less", "recovery_settled"),
    *("closing_reminded", "closing_returned", "closing_accepted", "lapsed"),
    *("feedback", "feedback_held", "objection", "objection_decided.yes", "objection_decided.no"),
]


ASSIGNED = evaluation.EvaluatorAssigned(
    application_id="a", assignment_id="g", evaluator_id="d-1", due_at="2027-03-01T00:00:00Z"
)
REMINDED = evaluation.AssignmentReminded(
    application_id="a", assignment_id="g", evaluator_id="d-1", due_at="2027-03-01T00:00:00Z"
)
REOPENED = evaluation.AssessmentReopened(
    application_id="a", assignment_id="g", evaluator_id="d-1", version=1, due_at="2027-03-01T00:00:00Z", reason="Eksik"
)


LAPSED = evaluation.AssignmentLapsed(application_id="a", assignment_id="g", evaluator_id="d-1", explanations=())
SESSION = {
    "call_id": "c",
    "number": 1,
    "starts_at": "2027-03-08T07:00:00Z",
    "ends_at": "2027-03-08T09:00:00Z",
    "place": "Ankara",
    "slots": (),
    "members": ("k-1", "k-2"),
}
CALLED = committee.CommitteeSessionCalled.model_validate(SESSION)
PACK = evaluation.ApprovalPackOpened(call_id="c", number=1, combination=2, members=("k-1", "k-2"))
CHANGED = committee.CommitteeSessionChanged.model_validate({**SESSION, "version": 1, "reason": "Salon dolu"})


def test_a_lapsed_assignment_is_told_to_whose_it_was_and_to_nobody_where_that_was_not_told() -> None:
    letter = letter_of(LAPSED)
    assert letter is not None
    assert (letter.key, letter.to) == ("lapsed", ("d-1",))
    assert letter_of(LAPSED.model_copy(update={"evaluator_id": None})) is None


def test_a_returned_closing_says_to_which_part_what_was_remarked() -> None:
    remark = closing.ClosingRemark(part="assets", remark="Nerede?")
    told = closing.ClosingReturned(grant_id="a", application_id="a", number=1, note="", remarks=(remark,))
    said = {language: words_of(catalogue("grants"), language, told, "TRY")["remarks"] for language in ("tr", "en")}
    assert said == {"tr": "- Korunacak varlıklar: Nerede?", "en": "- Assets to be kept – Nerede?"}


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("key", KEYS)
def test_every_letter_has_a_subject_and_a_text(key: str, language: str) -> None:
    texts = catalogue("grants")
    assert texts.knows(f"mail.{key}.subject", language)
    assert texts.knows(f"mail.{key}.text", language)


def test_no_letter_in_the_catalogues_is_never_written() -> None:
    written = {f"mail.{key}.{part}" for key in KEYS for part in ("subject", "text")}
    known = {key for key in catalogue("grants").texts["tr"] if key.startswith("mail.")}
    lines = {f"mail.line.{one}" for one in ("remarked", "disallowed", "obligation", "closing")}
    assert known - written == {"mail.nobody", "mail.ending"} | lines


FOR_APPLICANTS = {evaluation.FeedbackIssued, evaluation.ObjectionDecided}
"""What the evaluation room says to applicants: neither holds a text, a score or a person."""
FOR_OTHERS = [kind for kind in LETTERS if kind.SUBJECT.startswith("evaluation.") and kind not in FOR_APPLICANTS]


def test_what_applicants_are_written_of_their_evaluation_holds_no_text_score_or_person() -> None:
    assert {name for kind in FOR_APPLICANTS for name in kind.model_fields} == {
        *("application_id", "call_id", "decision", "object_until", "upheld", "is_final", "prepared_at", "hashes"),
    }


@pytest.mark.parametrize("kind", FOR_OTHERS)
def test_nothing_else_the_evaluation_room_says_is_written_to_a_coordinator(kind: type) -> None:
    made = {
        evaluation.EvaluatorAssigned: ASSIGNED,
        evaluation.EvaluatorsMissing: evaluation.EvaluatorsMissing(application_id="a", wanted=2),
        evaluation.AssignmentReminded: REMINDED,
        evaluation.AssignmentLapsed: LAPSED,
        evaluation.AssessmentReopened: REOPENED,
        committee.CommitteeSessionCalled: CALLED,
        committee.CommitteeSessionChanged: CHANGED,
        evaluation.CommitteeOverdue: evaluation.CommitteeOverdue(call_id="c", due_at="2027-03-01T00:00:00Z"),
        evaluation.FeedbackBlocked: evaluation.FeedbackBlocked(application_id="a", texts=1),
        evaluation.ObjectionMade: evaluation.ObjectionMade(application_id="a", call_id="c"),
        evaluation.ReserveMovedUp: evaluation.ReserveMovedUp(call_id="c", application_id="a", rank=2, total="75"),
        evaluation.ApprovalPackOpened: PACK,
        evaluation.ApprovalPackClosed: evaluation.ApprovalPackClosed(
            call_id="c", number=1, document="0" * 64, funded=(), agreed=3, disagreed=1
        ),
    }
    letter = letter_of(made[kind])
    assert letter is not None
    assert COORDINATOR not in letter.to


@pytest.mark.parametrize("event", [ASSIGNED, REMINDED])
def test_an_evaluator_is_written_to_alone(event: EventData) -> None:
    letter = letter_of(event)
    assert letter is not None
    assert letter.to == ("d-1",)


@pytest.mark.parametrize(
    ("stage", "to"),
    [
        (Stage.ADMINISTRATIVE_CHECK, (OFFICERS,)),
        (Stage.RESERVE, (COORDINATOR,)),
        (Stage.NEGOTIATION, (COORDINATOR, OFFICERS)),
        (Stage.FOUNDING, (COORDINATOR,)),
        (Stage.PRE_EVALUATION, None),
        (Stage.SIGNING, (COORDINATOR,)),
        (Stage.ENDED, None),
    ],
)
def test_a_stage_is_written_about_to_whose_turn_it_is(stage: Stage, to: tuple[str, ...] | None) -> None:
    letter = letter_of(application.StageEntered(application_id="a", call_id="c", stage=stage))
    assert (letter and letter.to) == to


def test_a_late_report_is_written_about_to_both_sides() -> None:
    letter = letter_of(monitoring.ReportLate(grant_id="a", application_id="a", number=2))
    assert letter is not None
    assert letter.to == (COORDINATOR, MONITORS)


@pytest.mark.parametrize(
    ("stage", "to"), [(Stage.ADMINISTRATIVE_CHECK, (OFFICERS,)), (Stage.APPROVAL, (OFFICERS, MINISTER))]
)
def test_an_overdue_stage_is_written_about_to_the_officers_and_to_whose_turn_it_is(
    stage: Stage, to: tuple[str, ...]
) -> None:
    event = application.StageOverdue(application_id="a", call_id="c", stage=stage, due_at="2027-03-01T00:00:00Z")
    letter = letter_of(event)
    assert letter is not None
    assert letter.to == to


@pytest.mark.parametrize(
    ("event", "to"),
    [
        (evaluation.CommitteeOverdue(call_id="c", due_at="2027-03-01T00:00:00Z"), (OFFICERS,)),
        (monitoring.NoticeExpired(grant_id="a", application_id="a", notice_id="n", number=1), (COORDINATOR, MONITORS)),
        (monitoring.ClosingOverdue(grant_id="a", application_id="a", deadlines=(), turn=1), (COORDINATOR, MONITORS)),
    ],
)
def test_whatever_is_overdue_is_written_about_to_those_who_have_to_act(event: EventData, to: tuple[str, ...]) -> None:
    letter = letter_of(event)
    assert letter is not None
    assert letter.to == to


@pytest.mark.parametrize(
    ("addressee", "address"),
    [
        ("koordinator-ostim", "koordinator-ostim@destek.example"),
        ("role:ministry_officer", "ministry-officer@destek.example"),
        ("kötü@elsewhere.example\r\nBcc: x", "k-t-elsewhere.example-Bcc-x@destek.example"),
        ("..", "unknown@destek.example"),
        ("a..b", "a.b@destek.example"),
        ("x" * 90, "x" * 64 + "@destek.example"),
    ],
)
def test_an_address_lies_at_the_programmes_domain_whatever_the_id_holds(addressee: str, address: str) -> None:
    assert address_of(addressee) == address


def test_a_person_reads_the_mail_of_the_person_and_of_the_roles_held() -> None:
    assert readable_by("p", frozenset({"inspector", "evaluator"})) == ("p", "role:evaluator", "role:inspector")


def test_a_session_and_a_pack_are_told_to_the_members_they_concern_and_to_nobody_else() -> None:
    for told in (CALLED, CHANGED, PACK):
        letter = letter_of(told)
        assert letter is not None
        assert letter.to == ("k-1", "k-2")


def test_the_hour_of_a_presentation_is_told_to_the_coordinator_alone() -> None:
    facts = {"application_id": "a", "call_id": "c"}
    told = application.PresentationCalled(**facts, starts_at="2027-03-08T07:00:00Z", minutes=30, place="Ankara")
    for event in (told, application.PresentationCancelled(**facts)):
        letter = letter_of(event)
        assert letter is not None
        assert letter.to == (COORDINATOR,)
