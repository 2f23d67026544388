"""How the doors of those who judge, pool, pay and prove are reached from pages of their own."""

from services.portal.rooms import Room
from tests.services.portal.recorded import OSTIM
from tests.services.portal.ways import Door, Way

E, M = Room.EVALUATION, Room.MONITORING
EVALUATOR = "degerlendirici-1"
EVIDENCE = f"/grants/{OSTIM}/reports/2/evidence"
SHEET = "/assignments/a-1/sheet"

WAYS: dict[Door, Way] = {
    (E, "/assignments/{assignment_id}/draft"): Way(EVALUATOR, SHEET, {"scores.capacity": "20", "do": "keep"}),
    (M, "/grants/{grant_id}/reports/{number}/evidence"): Way("koordinator-ostim", EVIDENCE, {"entries[0].name": "x"}),
    (E, "/assignments/{assignment_id}/assessment"): Way(EVALUATOR, SHEET, {"scores.capacity": "20", "do": "give"}),
}
