"""What can be done with the pool of evaluators by a form: by the administrator, and by each of the pool."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.naming import Task
from grants.policy import Action
from services.portal.acting import Act, Field, Look, area, day, hidden, line, money, number, person, words
from services.portal.filled import Kind

_POOL = "/evaluators"
_SPANS = {"availability[].since": day("asked_since"), "availability[].until": day("asked_until")}
_OWN = {"languages": words("languages"), "declared": words("declared_ties")}
_WHOLE = {
    "name": line("person_name"),
    "email": line("email", 254),
    "address": area("address"),
    "employer": line("employer"),
    "employer_tax_number": line("employer_tax_number", 11),
    "degrees": words("degrees"),
    "nace": words("nace_fields"),
    "topics": words("topics"),
    **_OWN,
    "load_limit": number("load_limit"),
    "active": Field(Kind.FLAG, Look.CHECK, "active"),
    **_SPANS,
    "contracts[].number": line("contract_number", 60),
    "contracts[].since": day("contract_since"),
    "contracts[].until": day("contract_until"),
    "contracts[].fee": money("contract_fee"),
    "projects[].title": line("project_title"),
    "projects[].partner": line("project_partner"),
}
_ROWS = {"availability": 1, "contracts": 1, "projects": 1}

REGISTER = Act(
    "evaluator_register",
    Action.EVALUATOR_REGISTER,
    _POOL,
    {"person_id": person("person_id", Task.EVALUATOR), **_WHOLE},
    rows=_ROWS,
)
CHANGE = Act("evaluator_change", Action.EVALUATOR_REGISTER, _POOL, {"person_id": hidden(), **_WHOLE}, rows=_ROWS)
OWN = Act(
    "evaluator_own",
    Action.EVALUATOR_CHANGE_OWN,
    f"{_POOL}/{{part}}/profile",
    {**_OWN, **_SPANS},
    rows={"availability": 2},
    blank={"languages": [], "availability": [], "declared": []},
)
ERASE = Act(
    "evaluator_erase",
    Action.EVALUATOR_ERASE,
    f"{_POOL}/{{part}}/erasure",
    {"reason": area("erasure_reason")},
    grave=True,
)
PLACES: Mapping[str, Act] = MappingProxyType({"entry": CHANGE, "profile": OWN, "erasure": ERASE})
"""By how the address of the page ends, below that of the evaluator."""
ALL = (REGISTER, *PLACES.values())
