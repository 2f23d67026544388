"""What the stand-in says is what the rooms themselves would say: their own answer models take it, field by field."""

from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from runtime.http.people import NamesOut, PeopleOut
from services.application.api.files import ApplicationPage, CompletionOut, FileOut
from services.application.api.plans import PlanVersionOut
from services.application.api.registry import ClusterPage
from services.application.api.tasks import TasksOut
from services.audit.api.desk import DrawnOut, SamplesOut
from services.audit.api.dossiers import DossierOut, DossiersOut
from services.audit.api.erasure import FinishedList, FinishedOut
from services.audit.api.inspections import TasksOut as AuditTasks
from services.audit.api.leads import LeadOut, LeadsOut
from services.audit.api.sealing import GapsOut
from services.audit.api.set_aside import AsidesOut
from services.audit.api.story import SceneOut, StoryOut
from services.evaluation.domain.hands import HandsReport
from services.evaluation.usecases.combination_views import CombinationList, CombinationView, ComparisonView
from services.evaluation.usecases.feedback_views import FeedbackView
from services.evaluation.usecases.hold_call import StaffingModeView
from services.evaluation.usecases.pack_views import PackList, PackView
from services.evaluation.usecases.pool_views import PoolLine, ProfileView
from services.evaluation.usecases.read_conflicts import FindingView
from services.evaluation.usecases.read_proposals import ProposalSummary, ProposalView
from services.evaluation.usecases.session_views import HearingView, SessionsView
from services.evaluation.usecases.views import AssignmentView, CommitteeView, PreEvaluationView, RankingView, TaskList
from services.monitoring.api.changes import ChangeFull, PlanOut, TriedOut
from services.monitoring.api.grants import GrantList
from services.monitoring.api.indicators import TotalsOut
from services.monitoring.api.lines import LinesOut
from services.monitoring.api.page import GrantPage
from services.monitoring.api.payments import AppropriationList, OrderList, OrderOut
from services.monitoring.api.tasks import TasksOut as MonitoringTasks
from services.monitoring.api.visit_forms import PlannedVisits, VisitFull
from services.notification.api import MailsOut
from tests.services.portal import (
    recorded,
    recorded_applying,
    recorded_changes,
    recorded_desk,
    recorded_money,
    recorded_payments,
    recorded_people,
    recorded_reports,
    recorded_visits,
)

SHAPES: tuple[tuple[type[BaseModel], dict[str, Any]], ...] = (
    (TasksOut, recorded.OFFICER_TASKS),
    (TaskList, recorded.EVALUATOR_TASKS),
    (TaskList, recorded.CHAIR_TASKS),
    (TaskList, recorded.ADMINISTRATOR_TASKS),
    (MonitoringTasks, recorded.FINANCE_TASKS),
    (MonitoringTasks, recorded.AUDITOR_TASKS),
    (TasksOut, recorded.MEMBER_TASKS),
    (AuditTasks, recorded.INSPECTOR_TASKS),
    (ApplicationPage, {"entries": [recorded.LISTED, recorded.OTHER_LISTED], "after": None}),
    (FileOut, recorded.FILE),
    (CompletionOut, recorded_applying.COMPLETED),
    (PlanVersionOut, {**recorded_applying.PLAN_VERSIONS[0], "plan": recorded_applying.PLAN_BEFORE}),
    (GrantPage, recorded.GRANT),
    (LinesOut, recorded_reports.LINES),
    (GrantList, {"entries": [recorded.GRANT_LINE], "after": None}),
    (StoryOut, recorded.STORY),
    (GapsOut, recorded_desk.GAPS),
    (AsidesOut, recorded_desk.SET_ASIDE),
    (SceneOut, recorded.STORY["entries"][0]),
    (PeopleOut, recorded_people.VISITORS),
    (PeopleOut, recorded_people.LEADERS),
    (NamesOut, {"names": recorded_people.NAMES}),
    (SamplesOut, {"entries": [recorded_desk.SAMPLE], "after": None}),
    (DrawnOut, recorded_desk.drawn(recorded.OTHER, recorded.OSTIM)),
    (LeadsOut, recorded_desk.LEADS),
    (LeadOut, recorded_desk.LEAD),
    (DossiersOut, {"entries": [recorded_desk.DOSSIER]}),
    (DossierOut, recorded_desk.DOSSIER),
    (FinishedList, recorded_desk.FINISHED_LIST),
    (FinishedOut, recorded_desk.FINISHED),
    (ClusterPage, recorded.CLUSTERS),
    (AssignmentView, recorded.ASSIGNMENT),
    (AssignmentView, recorded.INVITED),
    (PoolLine, recorded.EVALUATOR),
    (ProfileView, recorded_money.profile(recorded.EVALUATOR)),
    (FindingView, recorded.FINDING),
    (CommitteeView, recorded.COMMITTEE),
    (SessionsView, recorded.SESSIONS),
    (HearingView, recorded.HEARING),
    (HandsReport, recorded.HANDS),
    (ProposalSummary, recorded.PROPOSED),
    (ProposalView, recorded.PROPOSAL),
    (StaffingModeView, recorded_money.STAFFING),
    (CombinationList, recorded_money.COMBINATIONS),
    (CombinationView, recorded_money.combination()),
    (ComparisonView, recorded_money.COMPARISON),
    (PackList, {"packs": [recorded_money.PACK_LINE]}),
    (PackView, recorded_money.PACK),
    (FeedbackView, recorded_money.OBJECTED),
    (RankingView, recorded.RANKING),
    (PreEvaluationView, recorded.PRE_EVALUATION),
    (OrderList, {"entries": [recorded_payments.ORDER_LINE], "after": None}),
    (OrderOut, recorded_payments.ORDER),
    (AppropriationList, recorded_payments.APPROPRIATIONS),
    (TotalsOut, recorded_payments.TOTALS),
    (MailsOut, recorded.MAILS),
    (ChangeFull, recorded_changes.ASKED),
    (TriedOut, recorded_changes.TRIED),
    (PlanOut, recorded_changes.IN_FORCE),
    (PlannedVisits, recorded_visits.PLANNED),
    (VisitFull, recorded_visits.TO_VISIT),
)


@pytest.mark.parametrize(("model", "said"), SHAPES, ids=lambda value: getattr(value, "__name__", ""))
def test_the_stand_in_speaks_as_the_room_does(model, said):
    assert set(said) == set(model.model_fields), "the room answers with other fields"
    assert model.model_validate(said).model_dump(mode="json") is not None


def test_the_models_would_refuse_what_no_room_says():
    class Strict(FileOut):
        model_config = ConfigDict(extra="forbid")

    assert Strict.model_validate(recorded.FILE).id == recorded.OSTIM
