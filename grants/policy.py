"""Who may do what: one table, role × action × relation, and everything not in it is refused.

A room finds out how the person stands to the file (its relations) and asks `decide`; the answer is the
role under which the act is recorded. Source: programme-rules "Who", architecture "Identity and rights".
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is. The order matters: of several roles that allow an act, the first is recorded."""

    COORDINATOR = "coordinator"
    CONSORTIUM_MEMBER = "consortium_member"
    EVALUATOR = "evaluator"
    COMMITTEE_CHAIR = "committee_chair"
    COMMITTEE_MEMBER = "committee_member"
    COMMISSION_MEMBER = "commission_member"
    MINISTRY_OFFICER = "ministry_officer"
    MINISTERS_OFFICE = "ministers_office"
    MONITORING_OFFICER = "monitoring_officer"
    FINANCE_OFFICER = "finance_officer"
    INDEPENDENT_AUDITOR = "independent_auditor"
    INSPECTOR = "inspector"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """How the person stands to the one thing asked about.

    anyone: no relation is needed; never passed in.
    own: the person is the coordinator of the consortium.
    member: the person's organisation or tax number is among the consortium's members.
    assigned: it is the evaluator's own assignment, its application or the own profile, the committee the person
    sits on or a file before it, or a grant the auditor was charged with.
    conflicted: a conflict of interest was computed or declared; refuses everything.
    prepared: the person did the step that this act confirms; refuses where four eyes are asked for.
    judged: the person evaluated it, or scored or voted on it in the committee; refuses what inspectors do: nobody
    audits what the person judged.
    """

    ANYONE = "anyone"
    OWN = "own"
    MEMBER = "member"
    ASSIGNED = "assigned"
    CONFLICTED = "conflicted"
    PREPARED = "prepared"
    JUDGED = "judged"


class Action(StrEnum):
    """Every act and every reading that is asked about, as thing.verb."""

    CALL_PUBLISH = "call.publish"
    CALL_MOVE_DEADLINE = "call.move_deadline"
    CALL_READ = "call.read"
    REGIME_READ = "regime.read"
    RULES_CHECK = "rules.check"
    REGISTRY_READ = "registry.read"
    REGISTRY_LOAD = "registry.load"
    CONSORTIUM_CREATE = "consortium.create"
    CONSORTIUM_CHANGE = "consortium.change"
    CONSORTIUM_CONFIRM = "consortium.confirm"
    CONSORTIUM_READ = "consortium.read"
    APPLICATION_DRAFT = "application.draft"
    APPLICATION_SUBMIT = "application.submit"
    APPLICATION_WITHDRAW = "application.withdraw"
    APPLICATION_READ = "application.read"
    APPLICATION_LIST = "application.list"
    CHECK_ADMIT = "check.admit"
    CHECK_REQUEST_COMPLETION = "check.request_completion"
    CHECK_COMPLETE = "check.complete"
    CHECK_EXCLUDE = "check.exclude"
    NEGOTIATION_RAISE_POINT = "negotiation.raise_point"
    NEGOTIATION_ANSWER = "negotiation.answer"
    NEGOTIATION_REVISE_PLAN = "negotiation.revise_plan"
    NEGOTIATION_AGREE = "negotiation.agree"
    NEGOTIATION_DECLINE = "negotiation.decline"
    APPROVAL_DECIDE = "approval.decide"
    ENTERPRISE_RECORD = "enterprise.record"
    CONTRACT_SIGN_FOR_MINISTRY = "contract.sign_for_ministry"
    CONTRACT_SIGN_FOR_ENTERPRISE = "contract.sign_for_enterprise"
    CONTRACT_READ = "contract.read"
    CONTRACT_TAKE_OVER = "contract.take_over"
    EVALUATOR_REGISTER = "evaluator.register"
    EVALUATOR_READ = "evaluator.read"
    EVALUATOR_READ_PERSONAL = "evaluator.read_personal"
    EVALUATOR_CHANGE_OWN = "evaluator.change_own"
    EVALUATOR_ERASE = "evaluator.erase"
    CONFLICT_READ = "conflict.read"
    CONFLICT_WAIVE = "conflict.waive"
    CONFLICT_DISMISS = "conflict.dismiss"
    EVALUATION_ASSIGN = "evaluation.assign"
    EVALUATION_READ = "evaluation.read"
    CALIBRATION_READ = "calibration.read"
    ASSIGNMENT_READ = "assignment.read"
    ASSIGNMENT_DECLARE = "assignment.declare"
    ASSIGNMENT_ANSWER = "assignment.answer"
    ASSIGNMENT_SCORE = "assignment.score"
    ASSIGNMENT_REOPEN = "assignment.reopen"
    COMMITTEE_APPOINT = "committee.appoint"
    COMMITTEE_DECLARE_CONFLICT = "committee.declare_conflict"
    COMMITTEE_ATTEND = "committee.attend"
    COMMITTEE_SCORE = "committee.score"
    COMMITTEE_EXCEED_ENVELOPE = "committee.exceed_envelope"
    COMMITTEE_CONCLUDE = "committee.conclude"
    COMMITTEE_CALL_SESSION = "committee.call_session"
    COMMITTEE_PRESIDE = "committee.preside"
    COMMITTEE_VOTE = "committee.vote"
    MINUTES_PREPARE = "minutes.prepare"
    MINUTES_SIGN = "minutes.sign"
    MINUTES_READ = "minutes.read"
    COMBINATION_TRY = "combination.try"
    COMBINATION_READ = "combination.read"
    PACK_COMPOSE = "pack.compose"
    PACK_ANSWER = "pack.answer"
    PACK_READ = "pack.read"
    FEEDBACK_READ = "feedback.read"
    FEEDBACK_REDACT = "feedback.redact"
    OBJECTION_MAKE = "objection.make"
    OBJECTION_DECIDE = "objection.decide"
    COMMITTEE_READ = "committee.read"
    GRANT_READ = "grant.read"
    GRANT_LIST = "grant.list"
    REPORT_SUBMIT = "report.submit"
    REPORT_DECIDE = "report.decide"
    LINE_DISALLOW = "line.disallow"
    PAPER_SCAN = "paper.scan"
    DEVELOPMENT_SUBMIT = "development.submit"
    DEVELOPMENT_DECIDE = "development.decide"
    CLAIM_MAKE = "claim.make"
    CLAIM_APPROVE = "claim.approve"
    CLAIM_COUNTERSIGN = "claim.countersign"
    CLAIM_PAY = "claim.pay"
    CLAIM_RETURN = "claim.return"
    CLAIM_REFUSE = "claim.refuse"
    CLAIM_SEND_AGAIN = "claim.send_again"
    ADVANCE_ASK = "advance.ask"
    GUARANTEE_RECEIVE = "guarantee.receive"
    GUARANTEE_RETURN = "guarantee.return"
    ACCOUNT_RECORD = "account.record"
    ACCOUNT_CONFIRM = "account.confirm"
    PAYMENT_ORDER_MAKE = "payment_order.make"
    PAYMENT_ORDER_READ = "payment_order.read"
    BANK_STATEMENT_RECONCILE = "bank_statement.reconcile"
    APPROPRIATION_RECORD = "appropriation.record"
    APPROPRIATION_READ = "appropriation.read"
    RECOVERY_PLAN = "recovery.plan"
    RECOVERY_RECEIVE = "recovery.receive"
    FORCE_MAJEURE_DECLARE = "force_majeure.declare"
    FORCE_MAJEURE_DECIDE = "force_majeure.decide"
    FORCE_MAJEURE_END = "force_majeure.end"
    EXTENSION_ASK = "extension.ask"
    EXTENSION_DECIDE = "extension.decide"
    ADDENDUM_RECORD = "addendum.record"
    CHANGE_ASK = "change.ask"
    CHANGE_WITHDRAW = "change.withdraw"
    CHANGE_DECIDE = "change.decide"
    CHANGE_DECIDE_MINISTER = "change.decide_minister"
    MILESTONE_DECLARE = "milestone.declare"
    MILESTONE_DECIDE = "milestone.decide"
    INDICATORS_READ = "indicators.read"
    RISK_READ = "risk.read"
    RISK_ASSESS = "risk.assess"
    RISK_ANSWER = "risk.answer"
    HOLD_ORDER = "hold.order"
    HOLD_LIFT = "hold.lift"
    VISIT_PLAN = "visit.plan"
    VISIT_MAKE = "visit.make"
    NOTICE_GIVE = "notice.give"
    GRANT_TERMINATE = "grant.terminate"
    GRANT_WITHDRAW = "grant.withdraw"
    GRANT_REOPEN = "grant.reopen"
    OBLIGATION_LOOK = "obligation.look"
    OBLIGATION_RELEASE = "obligation.release"
    INDEPENDENT_AUDIT_ASK = "independent_audit.ask"
    INDEPENDENT_AUDIT_ASSIGN = "independent_audit.assign"
    INDEPENDENT_AUDIT_REPORT = "independent_audit.report"
    FINDING_ANSWER = "finding.answer"
    FINDING_DECIDE = "finding.decide"
    CLOSING_SUBMIT = "closing.submit"
    CLOSING_DECIDE = "closing.decide"
    CLOSING_SETTLE = "closing.settle"
    AUDIT_READ = "audit.read"
    GAPS_READ = "gaps.read"
    AUDIT_REPLAY = "audit.replay"
    INSPECTION_SIGN = "inspection.sign"
    SAMPLE_DRAW = "sample.draw"
    WORKING_PAPER_WRITE = "working_paper.write"
    LEAD_ANSWER = "lead.answer"
    PERSONAL_DATA_ERASE = "personal_data.erase"
    TASKS_READ = "tasks.read"
    PERSON_READ = "person.read"


Cells = Mapping[Role, Relation]
"""One row of the table: each role that may, and the relation it needs. A role not named may not."""


def _cells(relation: Relation, *roles: Role) -> dict[Role, Relation]:
    return dict.fromkeys(roles, relation)


_EVERYONE: Cells = _cells(Relation.ANYONE, *Role)
_COORDINATOR: Cells = {Role.COORDINATOR: Relation.OWN}
_APPLICANTS: Cells = {Role.COORDINATOR: Relation.OWN, Role.CONSORTIUM_MEMBER: Relation.MEMBER}
_EVALUATOR: Cells = {Role.EVALUATOR: Relation.ASSIGNED}
_COMMITTEE: Cells = _cells(Relation.ASSIGNED, Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER)
_AUDITOR: Cells = {Role.INDEPENDENT_AUDITOR: Relation.ASSIGNED}
_OFFICER: Cells = {Role.MINISTRY_OFFICER: Relation.ANYONE}
_COMMISSION: Cells = _cells(Relation.ANYONE, Role.COMMISSION_MEMBER, Role.MINISTRY_OFFICER)
_MINISTER: Cells = {Role.MINISTERS_OFFICE: Relation.ANYONE}
_MONITORING: Cells = {Role.MONITORING_OFFICER: Relation.ANYONE}
_FINANCE: Cells = {Role.FINANCE_OFFICER: Relation.ANYONE}
_INSPECTOR: Cells = {Role.INSPECTOR: Relation.ANYONE}
_ADMINISTRATOR: Cells = {Role.ADMINISTRATOR: Relation.ANYONE}
_SELECTION: Cells = {**_COMMISSION, **_MINISTER, **_INSPECTOR}
"""Those of the Ministry who see a file from the application to the contract, and the inspector."""
_GRANT: Cells = {**_OFFICER, **_MINISTER, **_MONITORING, **_FINANCE, **_INSPECTOR}
"""Those of the Ministry who see a grant in force, and the inspector."""
_LISTERS: Cells = _cells(Relation.ANYONE, Role.COORDINATOR, Role.CONSORTIUM_MEMBER)
"""May ask for a list; the room shows only what the matching read action allows, row by row."""

TABLE: Mapping[Action, Cells] = MappingProxyType(
    {
        Action.CALL_PUBLISH: _OFFICER,
        Action.CALL_MOVE_DEADLINE: _OFFICER,
        Action.CALL_READ: _EVERYONE,
        Action.REGIME_READ: _EVERYONE,
        Action.RULES_CHECK: _EVERYONE,
        Action.REGISTRY_READ: _EVERYONE,
        Action.REGISTRY_LOAD: _ADMINISTRATOR,
        Action.CONSORTIUM_CREATE: {Role.COORDINATOR: Relation.ANYONE},
        Action.CONSORTIUM_CHANGE: _COORDINATOR,
        Action.CONSORTIUM_CONFIRM: {Role.CONSORTIUM_MEMBER: Relation.MEMBER},
        Action.CONSORTIUM_READ: {**_APPLICANTS, **_EVALUATOR, **_COMMITTEE, **_SELECTION, **_GRANT},
        Action.APPLICATION_DRAFT: _COORDINATOR,
        Action.APPLICATION_SUBMIT: _COORDINATOR,
        Action.APPLICATION_WITHDRAW: _COORDINATOR,
        Action.APPLICATION_READ: {**_APPLICANTS, **_EVALUATOR, **_COMMITTEE, **_SELECTION, **_MONITORING},
        Action.APPLICATION_LIST: {**_LISTERS, **_SELECTION, **_MONITORING},
        Action.CHECK_ADMIT: _COMMISSION,
        Action.CHECK_REQUEST_COMPLETION: _COMMISSION,
        Action.CHECK_COMPLETE: _COORDINATOR,
        Action.CHECK_EXCLUDE: _COMMISSION,
        Action.NEGOTIATION_RAISE_POINT: _COMMISSION,
        Action.NEGOTIATION_ANSWER: _COORDINATOR,
        Action.NEGOTIATION_REVISE_PLAN: _COORDINATOR,
        Action.NEGOTIATION_AGREE: _COMMISSION,
        Action.NEGOTIATION_DECLINE: {**_COORDINATOR, **_COMMISSION},
        Action.APPROVAL_DECIDE: _MINISTER,
        Action.ENTERPRISE_RECORD: {**_COORDINATOR, **_OFFICER},
        Action.CONTRACT_SIGN_FOR_MINISTRY: {**_OFFICER, **_MINISTER},
        Action.CONTRACT_SIGN_FOR_ENTERPRISE: _COORDINATOR,
        Action.CONTRACT_READ: {**_APPLICANTS, **_SELECTION, **_GRANT, **_AUDITOR},
        Action.CONTRACT_TAKE_OVER: {**_OFFICER, **_MONITORING},
        Action.EVALUATOR_REGISTER: _ADMINISTRATOR,
        Action.EVALUATOR_READ: {**_EVALUATOR, **_COMMISSION, **_INSPECTOR, **_ADMINISTRATOR},
        Action.EVALUATOR_READ_PERSONAL: {**_EVALUATOR, **_ADMINISTRATOR},
        Action.EVALUATOR_CHANGE_OWN: _EVALUATOR,
        Action.EVALUATOR_ERASE: _ADMINISTRATOR,
        Action.CONFLICT_READ: {**_COMMISSION, **_INSPECTOR},
        Action.CONFLICT_WAIVE: _OFFICER,
        Action.CONFLICT_DISMISS: _OFFICER,
        Action.EVALUATION_ASSIGN: _COMMISSION,
        Action.EVALUATION_READ: {**_COMMITTEE, **_SELECTION},
        Action.CALIBRATION_READ: {**_COMMISSION, **_INSPECTOR},
        Action.ASSIGNMENT_READ: {**_EVALUATOR, **_COMMISSION, **_INSPECTOR},
        Action.ASSIGNMENT_DECLARE: _EVALUATOR,
        Action.ASSIGNMENT_ANSWER: _EVALUATOR,
        Action.ASSIGNMENT_SCORE: _EVALUATOR,
        Action.ASSIGNMENT_REOPEN: _OFFICER,
        Action.COMMITTEE_APPOINT: _COMMISSION,
        Action.COMMITTEE_DECLARE_CONFLICT: _COMMITTEE,
        Action.COMMITTEE_ATTEND: _COMMITTEE,
        Action.COMMITTEE_SCORE: _COMMITTEE,
        Action.COMMITTEE_EXCEED_ENVELOPE: _OFFICER,
        Action.COMMITTEE_CONCLUDE: {Role.COMMITTEE_CHAIR: Relation.ASSIGNED},
        Action.COMMITTEE_CALL_SESSION: _COMMISSION,
        Action.COMMITTEE_PRESIDE: _COMMITTEE,
        Action.COMMITTEE_VOTE: _COMMITTEE,
        Action.MINUTES_PREPARE: {Role.COMMITTEE_CHAIR: Relation.ASSIGNED},
        Action.MINUTES_SIGN: _COMMITTEE,
        Action.MINUTES_READ: {**_COMMITTEE, **_COMMISSION, **_INSPECTOR},
        Action.COMBINATION_TRY: _OFFICER,
        Action.COMBINATION_READ: {**_OFFICER, **_MINISTER, **_INSPECTOR},
        Action.PACK_COMPOSE: _OFFICER,
        Action.PACK_ANSWER: _COMMITTEE,
        Action.PACK_READ: {**_COMMITTEE, **_OFFICER, **_MINISTER, **_INSPECTOR},
        Action.FEEDBACK_READ: {**_APPLICANTS, **_SELECTION},
        Action.FEEDBACK_REDACT: _OFFICER,
        Action.OBJECTION_MAKE: _COORDINATOR,
        Action.OBJECTION_DECIDE: _OFFICER,
        Action.COMMITTEE_READ: {**_COMMITTEE, **_SELECTION},
        Action.GRANT_READ: {**_APPLICANTS, **_GRANT, **_AUDITOR},
        Action.GRANT_LIST: {**_LISTERS, **_GRANT, Role.INDEPENDENT_AUDITOR: Relation.ANYONE},
        Action.REPORT_SUBMIT: _COORDINATOR,
        Action.REPORT_DECIDE: _MONITORING,
        Action.LINE_DISALLOW: _MONITORING,
        Action.PAPER_SCAN: {**_COORDINATOR, **_MONITORING},
        Action.DEVELOPMENT_SUBMIT: _COORDINATOR,
        Action.DEVELOPMENT_DECIDE: _MONITORING,
        Action.CLAIM_MAKE: _COORDINATOR,
        Action.CLAIM_APPROVE: _MONITORING,
        Action.CLAIM_COUNTERSIGN: {**_OFFICER, **_MINISTER},
        Action.CLAIM_PAY: _FINANCE,
        Action.CLAIM_RETURN: {**_MONITORING, **_OFFICER, **_MINISTER, **_FINANCE},
        Action.CLAIM_REFUSE: {**_MONITORING, **_OFFICER, **_MINISTER},
        Action.CLAIM_SEND_AGAIN: _COORDINATOR,
        Action.ADVANCE_ASK: _COORDINATOR,
        Action.GUARANTEE_RECEIVE: _FINANCE,
        Action.GUARANTEE_RETURN: _FINANCE,
        Action.ACCOUNT_RECORD: _COORDINATOR,
        Action.ACCOUNT_CONFIRM: _FINANCE,
        Action.PAYMENT_ORDER_MAKE: _FINANCE,
        Action.PAYMENT_ORDER_READ: {**_FINANCE, **_INSPECTOR},
        Action.BANK_STATEMENT_RECONCILE: _FINANCE,
        Action.APPROPRIATION_RECORD: _FINANCE,
        Action.APPROPRIATION_READ: _GRANT,
        Action.RECOVERY_PLAN: _FINANCE,
        Action.RECOVERY_RECEIVE: _FINANCE,
        Action.FORCE_MAJEURE_DECLARE: _COORDINATOR,
        Action.FORCE_MAJEURE_DECIDE: _MONITORING,
        Action.FORCE_MAJEURE_END: {**_COORDINATOR, **_MONITORING},
        Action.EXTENSION_ASK: _COORDINATOR,
        Action.EXTENSION_DECIDE: _MONITORING,
        Action.ADDENDUM_RECORD: _MONITORING,
        Action.CHANGE_ASK: _COORDINATOR,
        Action.CHANGE_WITHDRAW: _COORDINATOR,
        Action.CHANGE_DECIDE: _MONITORING,
        Action.CHANGE_DECIDE_MINISTER: _MINISTER,
        Action.MILESTONE_DECLARE: _COORDINATOR,
        Action.MILESTONE_DECIDE: _MONITORING,
        Action.INDICATORS_READ: _GRANT,
        Action.RISK_READ: _GRANT,
        Action.RISK_ASSESS: _MONITORING,
        Action.RISK_ANSWER: _MONITORING,
        Action.HOLD_ORDER: _MONITORING,
        Action.HOLD_LIFT: _MONITORING,
        Action.VISIT_PLAN: _MONITORING,
        Action.VISIT_MAKE: _MONITORING,
        Action.NOTICE_GIVE: _MONITORING,
        Action.GRANT_TERMINATE: {**_MINISTER, **_MONITORING},
        Action.GRANT_WITHDRAW: _COORDINATOR,
        Action.GRANT_REOPEN: _MONITORING,
        Action.OBLIGATION_LOOK: _MONITORING,
        Action.OBLIGATION_RELEASE: _MONITORING,
        Action.INDEPENDENT_AUDIT_ASK: _MONITORING,
        Action.INDEPENDENT_AUDIT_ASSIGN: _MONITORING,
        Action.INDEPENDENT_AUDIT_REPORT: _AUDITOR,
        Action.FINDING_ANSWER: _COORDINATOR,
        Action.FINDING_DECIDE: _MONITORING,
        Action.CLOSING_SUBMIT: _COORDINATOR,
        Action.CLOSING_DECIDE: _MONITORING,
        Action.CLOSING_SETTLE: _MONITORING,
        Action.AUDIT_READ: _INSPECTOR,
        Action.GAPS_READ: {**_INSPECTOR, **_ADMINISTRATOR},
        Action.AUDIT_REPLAY: _INSPECTOR,
        Action.INSPECTION_SIGN: _INSPECTOR,
        Action.SAMPLE_DRAW: _INSPECTOR,
        Action.WORKING_PAPER_WRITE: _INSPECTOR,
        Action.LEAD_ANSWER: _INSPECTOR,
        Action.PERSONAL_DATA_ERASE: _ADMINISTRATOR,
        Action.TASKS_READ: _EVERYONE,
        Action.PERSON_READ: {**_SELECTION, **_GRANT, **_ADMINISTRATOR},
    },
)

FOUR_EYES: frozenset[Action] = frozenset({Action.CLAIM_APPROVE, Action.CLAIM_COUNTERSIGN, Action.CLAIM_PAY})
"""Acts that need another person: who made a claim does not approve it, who approved does neither again nor pay."""

_PARTY_RELATIONS = frozenset({Relation.OWN, Relation.MEMBER})
_PARTY_ROLES = frozenset({Role.COORDINATOR, Role.CONSORTIUM_MEMBER})


def decide(roles: frozenset[str], action: Action, relations: frozenset[Relation]) -> Role | None:
    """The role by which a person with `roles` may do `action`, or None: refused.

    Roles this programme does not know count for nothing. Someone who is party to a file (own, member)
    acts on it as a party only, whatever other role the person holds. A list or a thing that belongs to
    no file is asked about with no relations.
    """
    if Relation.CONFLICTED in relations or (Relation.PREPARED in relations and action in FOUR_EYES):
        return None
    is_party = not relations.isdisjoint(_PARTY_RELATIONS)
    for role in Role:
        needed = TABLE[action].get(role)
        if needed is None or role not in roles or (is_party and role not in _PARTY_ROLES):
            continue
        if role is Role.INSPECTOR and Relation.JUDGED in relations:
            continue
        if needed is Relation.ANYONE or needed in relations:
            return role
    return None
