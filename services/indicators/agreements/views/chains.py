"""How chains and deadlines are shown, and where an agreement is along its chain."""

from collections.abc import Sequence
from typing import Any

from services.indicators.agreements.models import (
    AgreementCalendar,
    AgreementChain,
    AgreementChainStep,
    PerformanceAgreement,
)
from services.indicators.agreements.rules.agreement import LEVELS
from services.indicators.agreements.rules.chains import EARLIER_YEAR, LATER_YEAR, OWN_YEAR, Stage, basis_of
from services.indicators.agreements.schemas import chains as schemas
from services.indicators.agreements.schemas import deadlines
from services.indicators.agreements.usecases.chain import of_year, waits_for
from services.indicators.agreements.usecases.changes import OBJECT
from services.shared.errors import Text
from services.shared.schemas import Sentence


def chains_of(chains: Sequence[AgreementChain], fiscal_year: int | None) -> bytes:
    """Return the chains as the bytes of their answer; of a fiscal year only the ones that it uses."""
    wanted = list(chains)
    if fiscal_year is not None:
        by_level = ([each for each in chains if each.level == level] for level in LEVELS)
        wanted = [of_year(own, fiscal_year) for own in by_level if own]
    items = [schemas.AgreementChain.model_validate(_chain(each, fiscal_year)) for each in wanted]
    return schemas.AgreementChainPage(items=items, next_cursor=None).model_dump_json().encode()


def _chain(chain: AgreementChain, fiscal_year: int | None) -> dict[str, Any]:
    names = ("code", "fiscal_year", "level", "name_th", "name_en", "reading", "source", "dated_on", "steps")
    basis = None if fiscal_year is None else basis_of(chain.way, fiscal_year)
    return {**{name: getattr(chain, name) for name in names}, "basis": basis}


def progress_of(agreement: PerformanceAgreement) -> schemas.AgreementProgress:
    """Return where an agreement is, what is done, and who acts next."""
    chain, waiting = agreement.chain, waits_for(agreement)
    basis = basis_of(chain.way, agreement.fiscal_year)
    told = TOLD[basis].filled({"chain_year": chain.fiscal_year, "fiscal_year": agreement.fiscal_year})
    return schemas.AgreementProgress(
        chain_code=chain.code,
        chain_fiscal_year=chain.fiscal_year,
        basis=basis,
        told=_sentence(told),
        name_th=chain.name_th,
        name_en=chain.name_en,
        source=chain.source,
        dated_on=chain.dated_on,
        round=agreement.round,
        steps=[_step(agreement, step) for step in chain.steps],
        passages=[schemas.AgreementPassage.model_validate(each) for each in agreement.passages],
        waits_for=schemas.AgreementWaiting(
            action=f"{OBJECT}.{waiting.kind}",
            who=str(waiting.who),
            title=_sentence(waiting.title),
            due_at=waiting.due_at,
        )
        if waiting
        else None,
    )


def _step(agreement: PerformanceAgreement, step: AgreementChainStep) -> schemas.AgreementStepProgress:
    days = {each.step_code: each for each in agreement.deadlines}
    day = days.get(step.code)
    shown = {name: getattr(step, name) for name in schemas.AgreementChainStep.model_fields}
    known = {"opens_on": day.opens_on if day else None, "due_on": day.due_on if day else None}
    return schemas.AgreementStepProgress.model_validate({**shown, **known, "state": _state(agreement, step)})


def _state(agreement: PerformanceAgreement, step: AgreementChainStep) -> str:
    here = next(each.position for each in agreement.chain.steps if each.code == agreement.step_code)
    if step.position < here or agreement.stage == Stage.DONE:
        return "passed"
    return "current" if step.position == here else "ahead"


def deadlines_of(fiscal_year: int, calendar: AgreementCalendar | None) -> deadlines.PerformanceAgreementDeadlines:
    """Return the days of a fiscal year; version 0 where nobody set any."""
    rows = calendar.deadlines if calendar else []
    return deadlines.PerformanceAgreementDeadlines(
        fiscal_year=fiscal_year,
        version=calendar.version if calendar else 0,
        deadlines=[deadlines.AgreementDeadline.model_validate(each, from_attributes=True) for each in rows],
        updated_at=calendar.updated_at if calendar else None,
    )


def _sentence(text: Text) -> Sentence:
    return Sentence(th=text.th, en=text.en)


TOLD = {
    OWN_YEAR: Text("ใช้ขั้นตอนของปีงบประมาณ {chain_year}", "The chain of fiscal year {chain_year}."),
    EARLIER_YEAR: Text(
        "ไม่พบเอกสารขั้นตอนของปี {fiscal_year} จึงใช้ขั้นตอนล่าสุดก่อนหน้า ของปี {chain_year}",
        "No document tells of {fiscal_year}, so the latest chain before it is used, that of {chain_year}.",
    ),
    LATER_YEAR: Text(
        "ไม่พบเอกสารขั้นตอนของปี {fiscal_year} หรือก่อนหน้า จึงใช้ขั้นตอนแรกที่มี ของปี {chain_year}",
        "No document tells of {fiscal_year} or before, so the earliest known chain is used, that of {chain_year}.",
    ),
}
