"""HiGHS: the one file that knows it. It runs in a process of its own (`child`), never in the one that answers.

One thread and a fixed seed: the same model has the same answer, unless the time is over first.
"""

from collections.abc import Callable

import highspy
import numpy as np

from services.budget.selection.rules.model import Answer, Limits, Model, Row, Status

NAME, THREADS = "HiGHS", 1
# As exact as it goes; what is still wrong after it is found by the rules.
TOLERANCE = 1e-9

# Told now and then how near it is: the gap as a share.
Told = Callable[[float], None]


def version() -> str:
    """Return the solver's version."""
    return ".".join(map(str, (highspy.HIGHS_VERSION_MAJOR, highspy.HIGHS_VERSION_MINOR, highspy.HIGHS_VERSION_PATCH)))


def solver(told: Told | None = None) -> Callable[[Model, Limits], Answer]:
    """Return a solver that tells how near it is."""

    def solve(model: Model, limits: Limits) -> Answer:
        if not model.costs:
            return Answer(Status.PROVEN, (), 0.0)
        # What makes a model smaller first may lose its way where amounts are far apart; without it, it is solved.
        for presolve in ("choose", "off"):
            highs = _opened(limits, presolve)
            if told is not None:
                highs.cbMipInterrupt.subscribe(lambda event: told(event.data_out.mip_gap))
            highs.passModel(_program(model))
            highs.run()
            if (answer := _answer(highs)) is not None:
                return answer
        return Answer(Status.STOPPED)

    return solve


def _opened(limits: Limits, presolve: str) -> highspy.Highs:
    highs = highspy.Highs()  # type: ignore[no-untyped-call]  # it ships no annotation of its constructor
    options: dict[str, bool | float | str] = {
        "output_flag": False,
        "threads": THREADS,
        "parallel": "off",
        "presolve": presolve,
        "random_seed": limits.seed,
        "mip_rel_gap": limits.gap,
        "mip_abs_gap": 0.0,
        "time_limit": max(limits.seconds, 0.0),
        "primal_feasibility_tolerance": TOLERANCE,
        "mip_feasibility_tolerance": TOLERANCE,
    }
    for name, value in options.items():
        if highs.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise ValueError(f"the solver does not take {name} = {value}")
    return highs


def _program(model: Model) -> highspy.HighsLp:
    columns, rows = len(model.costs), model.rows
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = columns, len(rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array(model.costs, dtype=float)
    program.col_lower_ = np.array([lower for lower, _ in model.bounds], dtype=float)
    program.col_upper_ = np.array([upper for _, upper in model.bounds], dtype=float)
    program.row_lower_ = np.array([-highspy.kHighsInf if row.lower is None else row.lower for row in rows], dtype=float)
    program.row_upper_ = np.array([highspy.kHighsInf if row.upper is None else row.upper for row in rows], dtype=float)
    whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    program.integrality_ = [whole if column < model.whole else free for column in range(columns)]
    _fill(program, rows)
    return program


def _fill(program: highspy.HighsLp, rows: tuple[Row, ...]) -> None:
    starts, columns, values = [0], list[int](), list[float]()
    for row in rows:
        columns += [column for column, _ in row.coefficients]
        values += [value for _, value in row.coefficients]
        starts.append(len(columns))
    matrix = program.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.num_col_, matrix.num_row_ = program.num_col_, program.num_row_
    matrix.start_ = np.array(starts, dtype=np.int32)
    matrix.index_ = np.array(columns, dtype=np.int32)
    matrix.value_ = np.array(values, dtype=float)


def _answer(highs: highspy.Highs) -> Answer | None:
    """Return what the solver found out; None when it broke down over the model."""
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Answer(Status.INFEASIBLE)
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = tuple(float(value) for value in highs.getSolution().col_value) if found else ()
    if status == highspy.HighsModelStatus.kOptimal:
        return Answer(Status.PROVEN, values, float(info.mip_dual_bound))
    if status != highspy.HighsModelStatus.kTimeLimit:
        return None
    return Answer(Status.STOPPED, values, float(info.mip_dual_bound))
