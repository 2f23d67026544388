"""The tables, the words and the ears of the room."""

import re
from pathlib import Path

import pytest

import services.evaluation
from grants.rules.voting import Vote
from runtime.messages import LANGUAGES, catalogue
from runtime.migrate import differences
from services.evaluation.domain.motions import MotionKind, MotionState
from services.evaluation.domain.records import AssignmentStatus, CommitteeStatus, PreEvaluationStatus
from services.evaluation.domain.sessions import SlotState
from services.evaluation.events import ADDRESSES, HEARS
from services.evaluation.usecases.views import TaskKind
from tests.services.evaluation.acts import Case

ROOM = Path(services.evaluation.__file__).parent


@pytest.mark.servers
async def test_the_migrated_database_is_what_the_models_say(case: Case) -> None:
    assert await differences("evaluation", case.room.desk.database.url) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_the_room_can_break_has_its_text(language: str) -> None:
    code = "\n".join(path.read_text() for path in ROOM.rglob("*.py"))
    keys = set(re.findall(r'Breach\(\s*"([a-z_.]+)"', code))
    keys |= {f"problem.{rule}" for rule in re.findall(r'^    rule = "([a-z_]+)"', code, re.MULTILINE)}
    keys |= {f"task.{kind}" for kind in TaskKind}
    keys |= {f"assignment.status.{status}" for status in AssignmentStatus}
    keys |= {f"pre_evaluation.status.{status}" for status in PreEvaluationStatus}
    keys |= {f"committee.status.{status}" for status in CommitteeStatus}
    keys |= {f"session.item.{state}" for state in SlotState}
    keys |= {f"motion.kind.{kind}" for kind in MotionKind}
    keys |= {f"motion.state.{state}" for state in MotionState}
    keys |= {f"motion.vote.{vote}" for vote in Vote}
    texts = catalogue("grants", "runtime")
    assert len(keys) > 40
    assert sorted(key for key in keys if not texts.knows(key, language)) == []


def test_every_event_type_heard_has_its_address() -> None:
    for room, handlers in HEARS.items():
        assert {kind.rpartition(".")[0] for kind in handlers} == set(ADDRESSES[room])
