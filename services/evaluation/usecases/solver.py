"""The solver of linear programmes (HiGHS), behind one function that gives the same answer every time."""

import time
from typing import Any

import highspy
import numpy as np

from services.evaluation.domain.matching import Answer, Program, Row

SECONDS = 20.0
"""How long the solver may look; then the best it has found stands, and is said to be no more than that."""
_NEAR = 1e-6
_OPTIONS: dict[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
}


def solve(program: Program, seconds: float = SECONDS) -> Answer:
    """The best choice by the first aim, of those the best by the second, and so on.

    One thread and a fixed seed: the same programme has the same answer with the same version of the solver. Only the
    limit of time is not repeatable, and the answer says when it was met.
    """
    end = time.monotonic() + seconds
    solver = _opened(program)
    chosen: frozenset[int] = frozenset()
    for aim in program.aims:
        values = _best(solver, aim, end - time.monotonic())
        if values is None:
            return Answer(chosen, best=False)
        chosen = frozenset(int(column) for column in np.flatnonzero(values[: program.choices]))
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return Answer(chosen, best=False)
        _hold(solver, aim, values)
    return Answer(chosen, best=True)


def _opened(program: Program) -> highspy.Highs:
    """The solver with the programme's columns and rows, looking for the greatest sum."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    count = program.columns
    solver.addVars(count, np.zeros(count), np.ones(count))
    for row in program.rows:
        _add(solver, row)
    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    return solver


def _add(solver: highspy.Highs, row: Row) -> None:
    columns, values = np.array(row.columns, dtype=np.int32), np.array(row.values, dtype=np.float64)
    solver.addRow(row.lower, row.upper, len(columns), columns, values)


def _best(solver: highspy.Highs, aim: tuple[int, ...], seconds: float) -> Any:
    """The values of the columns in whole numbers; none if the time was over before any were found."""
    columns = np.arange(len(aim), dtype=np.int32)
    solver.changeColsCost(len(aim), columns, np.array(aim, dtype=np.float64))
    solver.setOptionValue("time_limit", solver.getRunTime() + max(seconds, 0.0))
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    found = np.array(solver.getSolution().col_value)
    values = np.rint(found)
    return values if np.abs(found - values).max() < _NEAR else None


def _hold(solver: highspy.Highs, aim: tuple[int, ...], values: Any) -> None:
    """What was reached is not given up for what comes after; all sums are whole numbers."""
    columns = np.flatnonzero(aim)
    held = np.array(aim, dtype=np.float64)[columns]
    solver.addRow(float(held @ values[columns]), highspy.kHighsInf, len(columns), columns.astype(np.int32), held)
