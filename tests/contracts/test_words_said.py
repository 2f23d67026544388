"""What a rule says to people it says in words: each code of a closed list has a name in both languages."""

from dataclasses import fields
from string import Formatter

import pytest

from grants.contracts.queues import ROOMS
from grants.contracts.stages import AuditOpinion, Stage
from grants.regimes.words import Background, Decider, ExtensionGround, MemberKind, Part
from grants.rules.changes import ChangeKind
from grants.rules.deadlines import Due
from grants.rules.risk import RiskLevel
from grants.spoken import words
from runtime.histories import Ending
from runtime.kinds import KINDS
from runtime.messages import LANGUAGES, catalogue
from services.application.domain.form import SECTIONS
from services.evaluation.domain.feedback import ObjectionStatus
from services.evaluation.domain.motions import MotionKind
from services.evaluation.domain.sessions import SlotState
from services.monitoring.domain.audit_facts import Severity
from services.monitoring.domain.change_facts import Wish
from services.monitoring.domain.milestone_facts import MilestoneStatus
from services.monitoring.domain.money_facts import DisallowedOn

FAMILIES = {
    "member_kind": MemberKind,
    "background": Background,
    "extension_ground": ExtensionGround,
    "audit_opinion": AuditOpinion,
    "report_part": Part,
    "change_kind": ChangeKind,
    "decider": Decider,
    "risk_level": RiskLevel,
    "milestone_status": MilestoneStatus,
    "severity": Severity,
    "stage": Stage,
    "form.section": SECTIONS,
    "session.item": SlotState,
    "motion.kind": MotionKind,
    "grant_part": (
        *("report", "claim", "claims", "force_majeure", "extension", "extensions", "notice", "notices"),
        *("guarantee", "guarantees", "account", "accounts", "change", "changes", "plan"),
        *("hold", "holds", "visit", "visits"),
    ),
    "due": Due,
    "objection_status": ObjectionStatus,
    "disallowed_on": DisallowedOn,
    "change_part": [one.name for one in fields(Wish) if one.name not in {"kind", "reason"}],
    "replay.room": ROOMS,
    "replay.ending": Ending,
    **{
        family: sorted(code.removeprefix(f"{family}.") for code in words()["tr"] if code.startswith(f"{family}."))
        for family in (
            *("cost_head", "limit", "item_bonus", "measure", "lasting_duty"),
            *("block", "required_paper", "termination_ground"),
        )
    },
}
"""The last eight stand in the files of the regimes."""
PROGRAMME = catalogue("grants", "runtime", "services.portal", "cli")


def families_in(language: str) -> dict[str, set[str]]:
    """The families a language's texts name, by the key of the text."""
    named = {
        key: {f"{name}:{spec}" for _, name, spec, _ in Formatter().parse(text) if spec}
        for key, text in PROGRAMME.texts[language].items()
    }
    return {key: found for key, found in named.items() if found}


def test_both_languages_name_the_same_families_and_each_is_known_here() -> None:
    assert families_in("tr") == families_in("en")
    named = {one.partition(":")[2] for found in families_in("tr").values() for one in found}
    assert named == {*FAMILIES, *KINDS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_word_of_a_closed_list_has_a_name(family: str, language: str) -> None:
    assert [one for one in FAMILIES[family] if not PROGRAMME.knows(f"{family}.{one}", language)] == []


@pytest.mark.parametrize(
    ("rule", "asked", "allowed", "said"),
    [
        ("composition.kind", "other", "chamber_of_industry, firm", ("Diğer", "Sanayi odası, Firma")),
        ("committee.background", "academic", "private_sector", ("Akademisyen", "Özel sektör")),
        ("extension.ground", "technical", "administrative, force_majeure", ("Teknik", "İdari, Mücbir sebep")),
        ("form.section_empty", "sustainability", "", ("Sürdürülebilirlik",)),
        ("step.date.extended", "force_majeure", "", ("Mücbir sebep",)),
    ],
)
def test_a_rule_says_the_words_of_its_lists_and_no_code(
    rule: str, asked: str, allowed: str, said: tuple[str, ...]
) -> None:
    text = PROGRAMME.say("tr", rule, asked=asked, allowed=allowed, source="Destek")
    assert all(words in text for words in said)
    assert "_" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "rule",
    [
        *("combination.amount_unknown", "combination.amount_left_out", "combination.amount"),
        *("committee.score_missing", "motion.vote_missing"),
        *("session.item_twice", "session.item_placed", "session.item_not_open", "session.item_not_closed"),
    ],
)
def test_an_application_is_named_by_the_place_of_what_is_wrong_and_its_id_is_in_no_sentence(
    rule: str, language: str
) -> None:
    one = "0193b2c4-5d6e-7f80-91a2-b3c4d5e6f708"
    is_asked = rule in {"session.item_twice", "session.item_placed"}
    said = PROGRAMME.say(language, rule, subject=one, asked=one if is_asked else "x", allowed="2", source="Destek")
    assert PROGRAMME.knows(rule, language)
    assert one not in said
