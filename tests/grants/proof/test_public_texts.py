"""A text of an event is told in clear on a ground alone: an id, a digest, a figure, a code, the name of no person.


What somebody types without being held to a list or a pattern may say anything of anybody: it is veiled, whatever it is
meant for, so that a redacted dossier names nobody and an erasure reaches it.
"""

import typing
from collections.abc import Iterator

import pytest

from grants.personal import Declared
from grants.proof.declared import MODELS, fields_of, texts_of
from grants.proof.veil import personal_places, pointer

GROUNDS = """
id       account_id addendum_id assignment_id call_id change_id claim_id drawn event_id evidence extension_id
id       finding_id force_majeure_id guarantee_id hold_id last lead_id notice_id order_id point_id proposal_id
id       recovery_id run_id sample_id statement_id visit_id workflow_id KeyIntroduced.id RootSigned.key
id       PaymentOrderBooked.order_id OutboxPruned.after KeyIntroduced.voucher_key
digest   content digest digests document documents effect_hash hash person_seal population previous profile_seal public
digest   root seal seals sha256 signature tree voucher
figure   latitude longitude mean since total RootSigned.at
code     act block cause code cost_head currency decided_by decision direction ending fields found ground head
code     item keys kind level media_type method name_key nace paper_kind programme regime revision room rule severity
code     side stage
code     verdict MilestoneConfirmed.key MilestoneDeclared.key MilestoneReturned.key AddendumRecorded.before
code     AddendumRecorded.after BuildArchived.build
row      RowKept.table RowKept.key RowKept.said RowKept.at RowKept.by
sign_in  RightsSeen.roles RightsSeen.added RightsSeen.gone RightsSeen.organisation RightsSeen.issuer
name     consortium_name enterprise_name enterprise_province province provinces CallPublished.name CallRecorded.name
name     ClusterData.name ConsortiumCreated.name EnterpriseRecorded.name MemberData.name ParticipationConfirmed.name
name     EnterpriseRecorded.tax_number enterprise_tax_number
paper    BankStatementReconciled.number ContractConcluded.number ContractPrepared.number ContractSeal.number
"""
"""By ground, a field by its name, or by model and name.

id: made by the programme. digest: a hash, a seal, a key, a signature.
figure: an exact number or moment as text. code: of a closed list, of the rules or the plan, of a catalogue, or held to
a pattern that lets no words through; `act` is the address of a door. row: what a room's row holds that names nobody, by
`grants.proof.tables.besides`. sign_in: what the sign-in provider says of an office, not of a person. name: of a legal
person, a cluster, a call, or where a legal person is. paper: the number the Ministry or a bank gave a paper.
"""


def grounds() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in GROUNDS.strip().splitlines():
        ground, *names = line.split()
        assert not found.keys() & set(names), f"said twice: {found.keys() & set(names)}"
        found |= dict.fromkeys(names, ground)
    return found


def open_texts() -> Iterator[tuple[str, str]]:
    """Each text that is declared to be told in clear, by model and field; ids by their type are left out."""
    for model in MODELS:
        for name, annotation in fields_of(model).items():
            if any(one is not None and one.personal is None for one in texts_of(annotation)) and _is_said(annotation):
                yield model.__name__, name


def _is_said(annotation: object) -> bool:
    """Whether it is declared so in words: an id of a thing says it by its type."""
    if typing.get_origin(annotation) is typing.Annotated:
        return any(isinstance(one, Declared) for one in typing.get_args(annotation)[1:])
    return any(_is_said(one) for one in typing.get_args(annotation))


def test_each_text_that_is_told_in_clear_stands_on_a_ground() -> None:
    found = grounds()
    silent = {f"{model}.{name}" for model, name in open_texts() if not {name, f"{model}.{name}"} & found.keys()}
    assert silent == set(), "declare each as Words, Identity or Contact, or say on which ground it names nobody"


def test_no_ground_is_given_for_what_is_not_told() -> None:
    there = {one for model, name in open_texts() for one in (name, f"{model}.{name}")}
    assert set(grounds()) <= there


FREE = "Ayşe Yılmaz (T.C. 10000000146) imzası eksik"


@pytest.mark.parametrize(
    ("kind", "data", "place"),
    [
        ("application.check.completion_requested.v1", {"items": [FREE]}, "/data/items"),
        ("application.application.drafted.v1", {"application_title": FREE}, "/data/application_title"),
        ("application.presentation.called.v1", {"place": FREE}, "/data/place"),
        ("application.approval.decided.v1", {"number": FREE}, "/data/number"),
        ("application.application.admitted.v1", {"members": [{"tax_number": "1"}]}, "/data/members/0/tax_number"),
        ("application.act.refused.v1", {"breaches": [{"subject": FREE}]}, "/data/breaches/0/subject"),
        ("evaluation.combination.computed.v1", {"name": FREE}, "/data/name"),
        ("monitoring.evidence.listed.v1", {"entries": [{"name": FREE}]}, "/data/entries/0/name"),
        ("monitoring.appropriation.recorded.v1", {"source": FREE}, "/data/source"),
        ("monitoring.claim.paid.v1", {"reference": FREE}, "/data/reference"),
        ("monitoring.guarantee.received.v1", {"issuer": FREE}, "/data/issuer"),
        ("monitoring.visit.made.v1", {"place": FREE}, "/data/place"),
        ("monitoring.closing.submitted.v1", {"figures": {"left": [{"about": FREE}]}}, "/data/figures/left/0/about"),
    ],
)
def test_what_somebody_typed_is_veiled_whatever_it_is_meant_for(kind: str, data: object, place: str) -> None:
    assert [pointer(one) for one in personal_places({"type": kind, "data": data})] == [place]


def test_a_plan_keeps_its_rows_open_though_items_that_are_missing_are_veiled() -> None:
    plan = {"items": [{"title": "Torna", "total": "1.00"}]}
    event = {"type": "monitoring.plan.changed.v1", "data": {"plan": plan}}
    assert [pointer(one) for one in personal_places(event)] == ["/data/plan/items/0/title"]
