"""The rights of every role, written out a second time by hand: a changed cell must be changed here too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.policy import Action, Relation, Role, decide
from runtime.messages import LANGUAGES, catalogue

COLUMNS = {
    "coo": Role.COORDINATOR,
    "mem": Role.CONSORTIUM_MEMBER,
    "eva": Role.EVALUATOR,
    "cha": Role.COMMITTEE_CHAIR,
    "com": Role.COMMITTEE_MEMBER,
    "cms": Role.COMMISSION_MEMBER,
    "off": Role.MINISTRY_OFFICER,
    "min": Role.MINISTERS_OFFICE,
    "mon": Role.MONITORING_OFFICER,
    "fin": Role.FINANCE_OFFICER,
    "aud": Role.INDEPENDENT_AUDITOR,
    "ins": Role.INSPECTOR,
    "adm": Role.ADMINISTRATOR,
}

# . never   any: needs no relation   own, member (mbr), assigned (asg): only in this relation
MATRIX = """
                              coo mem eva cha com cms off min mon fin aud ins adm
call.publish                   .   .   .   .   .   .  any  .   .   .   .   .   .
call.move_deadline             .   .   .   .   .   .  any  .   .   .   .   .   .
call.read                     any any any any any any any any any any any any any
regime.read                   any any any any any any any any any any any any any
rules.check                   any any any any any any any any any any any any any
registry.read                 any any any any any any any any any any any any any
registry.load                  .   .   .   .   .   .   .   .   .   .   .   .  any
consortium.create             any  .   .   .   .   .   .   .   .   .   .   .   .
consortium.change             own  .   .   .   .   .   .   .   .   .   .   .   .
consortium.confirm             .  mbr  .   .   .   .   .   .   .   .   .   .   .
consortium.read               own mbr asg asg asg any any any any any  .  any  .
application.draft             own  .   .   .   .   .   .   .   .   .   .   .   .
application.submit            own  .   .   .   .   .   .   .   .   .   .   .   .
application.withdraw          own  .   .   .   .   .   .   .   .   .   .   .   .
application.read              own mbr asg asg asg any any any any  .   .  any  .
application.list              any any  .   .   .  any any any any  .   .  any  .
check.admit                    .   .   .   .   .  any any  .   .   .   .   .   .
check.request_completion       .   .   .   .   .  any any  .   .   .   .   .   .
check.complete                own  .   .   .   .   .   .   .   .   .   .   .   .
check.exclude                  .   .   .   .   .  any any  .   .   .   .   .   .
negotiation.raise_point        .   .   .   .   .  any any  .   .   .   .   .   .
negotiation.answer            own  .   .   .   .   .   .   .   .   .   .   .   .
negotiation.revise_plan       own  .   .   .   .   .   .   .   .   .   .   .   .
negotiation.agree              .   .   .   .   .  any any  .   .   .   .   .   .
negotiation.decline           own  .   .   .   .  any any  .   .   .   .   .   .
approval.decide                .   .   .   .   .   .   .  any  .   .   .   .   .
enterprise.record             own  .   .   .   .   .  any  .   .   .   .   .   .
contract.sign_for_ministry     .   .   .   .   .   .  any any  .   .   .   .   .
contract.sign_for_enterprise  own  .   .   .   .   .   .   .   .   .   .   .   .
contract.read                 own mbr  .   .   .  any any any any any asg any  .
contract.take_over             .   .   .   .   .   .  any  .  any  .   .   .   .
evaluator.register             .   .   .   .   .   .   .   .   .   .   .   .  any
evaluator.read                 .   .  asg  .   .  any any  .   .   .   .  any any
evaluator.read_personal        .   .  asg  .   .   .   .   .   .   .   .   .  any
evaluator.change_own           .   .  asg  .   .   .   .   .   .   .   .   .   .
evaluator.erase                .   .   .   .   .   .   .   .   .   .   .   .  any
conflict.read                  .   .   .   .   .  any any  .   .   .   .  any  .
conflict.waive                 .   .   .   .   .   .  any  .   .   .   .   .   .
conflict.dismiss               .   .   .   .   .   .  any  .   .   .   .   .   .
evaluation.assign              .   .   .   .   .  any any  .   .   .   .   .   .
evaluation.read                .   .   .  asg asg any any any  .   .   .  any  .
calibration.read               .   .   .   .   .  any any  .   .   .   .  any  .
assignment.read                .   .  asg  .   .  any any  .   .   .   .  any  .
assignment.declare             .   .  asg  .   .   .   .   .   .   .   .   .   .
assignment.answer              .   .  asg  .   .   .   .   .   .   .   .   .   .
assignment.score               .   .  asg  .   .   .   .   .   .   .   .   .   .
assignment.reopen              .   .   .   .   .   .  any  .   .   .   .   .   .
committee.appoint              .   .   .   .   .  any any  .   .   .   .   .   .
committee.declare_conflict     .   .   .  asg asg  .   .   .   .   .   .   .   .
committee.attend               .   .   .  asg asg  .   .   .   .   .   .   .   .
committee.score                .   .   .  asg asg  .   .   .   .   .   .   .   .
committee.exceed_envelope      .   .   .   .   .   .  any  .   .   .   .   .   .
committee.conclude             .   .   .  asg  .   .   .   .   .   .   .   .   .
committee.call_session         .   .   .   .   .  any any  .   .   .   .   .   .
committee.preside              .   .   .  asg asg  .   .   .   .   .   .   .   .
committee.vote                 .   .   .  asg asg  .   .   .   .   .   .   .   .
minutes.prepare                .   .   .  asg  .   .   .   .   .   .   .   .   .
minutes.sign                   .   .   .  asg asg  .   .   .   .   .   .   .   .
minutes.read                   .   .   .  asg asg any any  .   .   .   .  any  .
combination.try                .   .   .   .   .   .  any  .   .   .   .   .   .
combination.read               .   .   .   .   .   .  any any  .   .   .  any  .
pack.compose                   .   .   .   .   .   .  any  .   .   .   .   .   .
pack.answer                    .   .   .  asg asg  .   .   .   .   .   .   .   .
pack.read                      .   .   .  asg asg  .  any any  .   .   .  any  .
feedback.read                 own mbr  .   .   .  any any any  .   .   .  any  .
feedback.redact                .   .   .   .   .   .  any  .   .   .   .   .   .
objection.make                own  .   .   .   .   .   .   .   .   .   .   .   .
objection.decide               .   .   .   .   .   .  any  .   .   .   .   .   .
committee.read                 .   .   .  asg asg any any any  .   .   .  any  .
grant.read                    own mbr  .   .   .   .  any any any any asg any  .
grant.list                    any any  .   .   .   .  any any any any any any  .
report.submit                 own  .   .   .   .   .   .   .   .   .   .   .   .
report.decide                  .   .   .   .   .   .   .   .  any  .   .   .   .
line.disallow                  .   .   .   .   .   .   .   .  any  .   .   .   .
paper.scan                    own  .   .   .   .   .   .   .  any  .   .   .   .
development.submit            own  .   .   .   .   .   .   .   .   .   .   .   .
development.decide             .   .   .   .   .   .   .   .  any  .   .   .   .
claim.make                    own  .   .   .   .   .   .   .   .   .   .   .   .
claim.approve                  .   .   .   .   .   .   .   .  any  .   .   .   .
claim.pay                      .   .   .   .   .   .   .   .   .  any  .   .   .
claim.countersign              .   .   .   .   .   .  any any  .   .   .   .   .
claim.return                   .   .   .   .   .   .  any any any any  .   .   .
claim.refuse                   .   .   .   .   .   .  any any any  .   .   .   .
claim.send_again              own  .   .   .   .   .   .   .   .   .   .   .   .
advance.ask                   own  .   .   .   .   .   .   .   .   .   .   .   .
guarantee.receive              .   .   .   .   .   .   .   .   .  any  .   .   .
guarantee.return               .   .   .   .   .   .   .   .   .  any  .   .   .
account.record                own  .   .   .   .   .   .   .   .   .   .   .   .
account.confirm                .   .   .   .   .   .   .   .   .  any  .   .   .
payment_order.make             .   .   .   .   .   .   .   .   .  any  .   .   .
payment_order.read             .   .   .   .   .   .   .   .   .  any  .  any  .
bank_statement.reconcile       .   .   .   .   .   .   .   .   .  any  .   .   .
appropriation.record           .   .   .   .   .   .   .   .   .  any  .   .   .
appropriation.read             .   .   .   .   .   .  any any any any  .  any  .
recovery.plan                  .   .   .   .   .   .   .   .   .  any  .   .   .
recovery.receive               .   .   .   .   .   .   .   .   .  any  .   .   .
force_majeure.declare         own  .   .   .   .   .   .   .   .   .   .   .   .
force_majeure.decide           .   .   .   .   .   .   .   .  any  .   .   .   .
force_majeure.end             own  .   .   .   .   .   .   .  any  .   .   .   .
extension.ask                 own  .   .   .   .   .   .   .   .   .   .   .   .
extension.decide               .   .   .   .   .   .   .   .  any  .   .   .   .
addendum.record                .   .   .   .   .   .   .   .  any  .   .   .   .
change.ask                    own  .   .   .   .   .   .   .   .   .   .   .   .
change.withdraw               own  .   .   .   .   .   .   .   .   .   .   .   .
change.decide                  .   .   .   .   .   .   .   .  any  .   .   .   .
change.decide_minister         .   .   .   .   .   .   .  any  .   .   .   .   .
milestone.declare             own  .   .   .   .   .   .   .   .   .   .   .   .
milestone.decide               .   .   .   .   .   .   .   .  any  .   .   .   .
indicators.read                .   .   .   .   .   .  any any any any  .  any  .
risk.read                      .   .   .   .   .   .  any any any any  .  any  .
risk.assess                    .   .   .   .   .   .   .   .  any  .   .   .   .
risk.answer                    .   .   .   .   .   .   .   .  any  .   .   .   .
hold.order                     .   .   .   .   .   .   .   .  any  .   .   .   .
hold.lift                      .   .   .   .   .   .   .   .  any  .   .   .   .
visit.plan                     .   .   .   .   .   .   .   .  any  .   .   .   .
visit.make                     .   .   .   .   .   .   .   .  any  .   .   .   .
notice.give                    .   .   .   .   .   .   .   .  any  .   .   .   .
grant.terminate                .   .   .   .   .   .   .  any any  .   .   .   .
grant.withdraw                own  .   .   .   .   .   .   .   .   .   .   .   .
grant.reopen                   .   .   .   .   .   .   .   .  any  .   .   .   .
obligation.look                .   .   .   .   .   .   .   .  any  .   .   .   .
obligation.release             .   .   .   .   .   .   .   .  any  .   .   .   .
independent_audit.ask          .   .   .   .   .   .   .   .  any  .   .   .   .
independent_audit.assign       .   .   .   .   .   .   .   .  any  .   .   .   .
independent_audit.report       .   .   .   .   .   .   .   .   .   .  asg  .   .
finding.answer                own  .   .   .   .   .   .   .   .   .   .   .   .
finding.decide                 .   .   .   .   .   .   .   .  any  .   .   .   .
closing.submit                own  .   .   .   .   .   .   .   .   .   .   .   .
closing.decide                 .   .   .   .   .   .   .   .  any  .   .   .   .
closing.settle                 .   .   .   .   .   .   .   .  any  .   .   .   .
audit.read                     .   .   .   .   .   .   .   .   .   .   .  any  .
gaps.read                      .   .   .   .   .   .   .   .   .   .   .  any any
audit.replay                   .   .   .   .   .   .   .   .   .   .   .  any  .
inspection.sign                .   .   .   .   .   .   .   .   .   .   .  any  .
sample.draw                    .   .   .   .   .   .   .   .   .   .   .  any  .
working_paper.write            .   .   .   .   .   .   .   .   .   .   .  any  .
lead.answer                    .   .   .   .   .   .   .   .   .   .   .  any  .
personal_data.erase            .   .   .   .   .   .   .   .   .   .   .   .  any
tasks.read                    any any any any any any any any any any any any any
person.read                    .   .   .   .   .  any any any any any  .  any any
"""

RELATION_OF = {"own": Relation.OWN, "mbr": Relation.MEMBER, "asg": Relation.ASSIGNED}
PARTIES = {Role.COORDINATOR, Role.CONSORTIUM_MEMBER}
STANDINGS: tuple[frozenset[Relation], ...] = (
    frozenset(),
    frozenset({Relation.OWN}),
    frozenset({Relation.MEMBER}),
    frozenset({Relation.ASSIGNED}),
    frozenset({Relation.PREPARED}),
    frozenset({Relation.JUDGED}),
)


def read_matrix() -> dict[tuple[Action, Role], str]:
    header, *rows = MATRIX.strip().splitlines()
    columns = [COLUMNS[name] for name in header.split()]
    cells: dict[tuple[Action, Role], str] = {}
    for row in rows:
        action, *letters = row.split()
        cells |= {(Action(action), role): cell for role, cell in zip(columns, letters, strict=True)}
    return cells


CELLS = read_matrix()


def expected(role: Role, action: Action, relations: frozenset[Relation]) -> Role | None:
    cell = CELLS[action, role]
    if cell == ".":
        return None
    if Relation.PREPARED in relations and action in {Action.CLAIM_APPROVE, Action.CLAIM_COUNTERSIGN, Action.CLAIM_PAY}:
        return None
    if role not in PARTIES and relations & {Relation.OWN, Relation.MEMBER}:
        return None
    if role is Role.INSPECTOR and Relation.JUDGED in relations:
        return None
    return role if cell == "any" or RELATION_OF[cell] in relations else None


def test_the_matrix_says_something_of_every_role_and_every_action():
    assert len(CELLS) == len(Action) * len(Role)


@pytest.mark.parametrize("action", list(Action))
def test_every_cell_of_the_table_is_as_written_here(action):
    for role in Role:
        for relations in STANDINGS:
            got = decide(frozenset({role}), action, relations)
            assert got == expected(role, action, relations), (role, relations)


@given(
    roles=st.frozensets(st.sampled_from(list(Role))),
    action=st.sampled_from(list(Action)),
    relations=st.frozensets(st.sampled_from(list(Relation))),
)
def test_a_conflicted_person_is_refused_everything_whatever_the_roles(roles, action, relations):
    assert decide(roles, action, relations | {Relation.CONFLICTED}) is None


@given(
    roles=st.frozensets(st.sampled_from(list(Role))),
    action=st.sampled_from(list(Action)),
    relations=st.frozensets(st.sampled_from(list(Relation))),
)
def test_several_roles_give_exactly_what_one_of_them_gives(roles, action, relations):
    alone = [role for role in Role if role in roles and decide(frozenset({role}), action, relations)]
    assert decide(roles, action, relations) == (alone[0] if alone else None)


@given(roles=st.frozensets(st.text()), action=st.sampled_from(list(Action)))
def test_a_role_the_programme_does_not_know_gives_no_right(roles, action):
    unknown = frozenset(role for role in roles if role not in set(Role))
    assert decide(unknown, action, frozenset({Relation.OWN, Relation.ASSIGNED})) is None


def test_nobody_without_a_role_may_even_read_a_call():
    assert decide(frozenset(), Action.CALL_READ, frozenset()) is None


def test_claiming_no_relation_at_all_cannot_be_passed_off_as_a_relation():
    assert decide(frozenset({"coordinator"}), Action.CLAIM_MAKE, frozenset({Relation.ANYONE})) is None


@pytest.mark.parametrize("relation", [Relation.OWN, Relation.MEMBER])
def test_an_officer_who_is_party_to_a_file_gets_no_officers_right_on_it(relation):
    roles = frozenset({"ministry_officer", "coordinator"})
    assert decide(roles, Action.CHECK_ADMIT, frozenset({relation})) is None
    assert decide(roles, Action.CHECK_ADMIT, frozenset()) is Role.MINISTRY_OFFICER


def test_one_person_holding_both_roles_cannot_approve_a_claim_and_pay_it():
    roles = frozenset({"monitoring_officer", "finance_officer"})
    assert decide(roles, Action.CLAIM_APPROVE, frozenset()) is Role.MONITORING_OFFICER
    assert decide(roles, Action.CLAIM_PAY, frozenset({Relation.PREPARED})) is None
    assert decide(roles, Action.CLAIM_PAY, frozenset()) is Role.FINANCE_OFFICER


def test_who_judged_a_file_is_no_inspector_of_it_and_keeps_every_other_right():
    roles = frozenset({"inspector", "ministry_officer"})
    assert decide(roles, Action.AUDIT_READ, frozenset({Relation.JUDGED})) is None
    assert decide(roles, Action.APPLICATION_READ, frozenset({Relation.JUDGED})) is Role.MINISTRY_OFFICER


def test_whoever_prepared_something_may_still_read_it():
    roles = frozenset({"monitoring_officer"})
    assert decide(roles, Action.GRANT_READ, frozenset({Relation.PREPARED})) is Role.MONITORING_OFFICER


def test_the_applicants_never_reach_evaluators_scores_or_the_committee():
    rooms = {"evaluation", "evaluator", "assignment", "committee", "minutes", "combination", "pack"}
    closed = [a for a in Action if a.partition(".")[0] in rooms]
    standing = frozenset({Relation.OWN, Relation.MEMBER})
    for action in closed:
        assert decide(frozenset(PARTIES), action, standing) is None


def test_the_inspector_reads_everything_and_changes_no_file_but_signs_what_was_looked_through():
    readings = {a for a in Action if a.endswith((".read", ".list", ".replay"))}
    allowed = {a for a in Action if decide(frozenset({"inspector"}), a, frozenset())}
    own = {
        Action.INSPECTION_SIGN,
        Action.SAMPLE_DRAW,
        Action.WORKING_PAPER_WRITE,
        Action.LEAD_ANSWER,
        Action.RULES_CHECK,
    }
    assert allowed == readings | own


def test_the_administrator_reads_no_files_content():
    content = (
        "application",
        "evaluation",
        "assignment",
        "committee",
        "minutes",
        "pack",
        "contract",
        "grant",
        "consortium",
        "audit",
    )
    allowed = {a for a in Action if decide(frozenset({"administrator"}), a, frozenset())}
    assert not {a for a in allowed if a.partition(".")[0] in content}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", [*Role, "system"])
def test_every_role_has_a_name_that_people_read(language, role):
    assert catalogue("grants").knows(f"role.{role}", language)
