"""How choices and their candidates are shown, every reason with its sentence."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.budget.selection import access
from services.budget.selection.models import (
    Selection,
    SelectionCandidate,
    SelectionOverrule,
    SelectionQuestion,
)
from services.budget.selection.rules.problem import WHOLE_SHARE
from services.budget.selection.rules.reasons import Reason
from services.budget.selection.rules.words import Names, changed, reason_of, why_broken, why_out
from services.budget.selection.schemas import answers, candidates
from services.shared.access import Principal, Subject, allowed_actions
from services.shared.errors import Text
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action

_FIELDS = tuple(name for name in answers.ProjectSelectionFields.model_fields if name != "state")
_AS_STATED = (
    "request_states", "ranking", "criteria", "scores_source", "scores_dated_on", "ceilings_from", "ceilings_source",
    "minimums", "must_have", "left_out", "exclusions", "keeps_own_order", "gap_percent", "time_limit_seconds",
)  # fmt: skip
_STANDINGS = {(True, True): "both", (True, False): "only_strict", (False, True): "only_optimum"}


class Shown:
    """A choice as it is shown: it knows what everything is called, and how large a step of value is."""

    def __init__(self, held: Selection, titles: Mapping[str, str]) -> None:
        self.held = held
        ceilings = {each["key"]: each["name"] for each in held.stated["ceilings"]}
        self.names = Names(titles, ceilings, held.stated["lists"])
        self.step: int = held.stated["step"]

    def value(self, steps: int) -> Decimal:
        """Return steps of value as the number they stand for."""
        return Decimal(steps).scaleb(-self.step)

    def value_or_none(self, steps: int | None) -> Decimal | None:
        """Return steps of value as a number; None where there are none."""
        return None if steps is None else self.value(steps)

    def reasons(self, documents: Iterable[Json]) -> list[Json]:
        """Return why a candidate is out."""
        return [_reason(reason, why_out(reason, self.names)) for reason in map(reason_of, documents)]

    def conditions(self, documents: Iterable[Json]) -> list[Json]:
        """Return what is not kept, or cannot hold together."""
        return [_reason(reason, why_broken(reason, self.names)) for reason in map(reason_of, documents)]

    def portfolio(self, document: Mapping[str, Any]) -> Json:
        """Return what one of the two rankings comes to."""
        shares = [
            {**share, "minimum_percent": None if share["minimum"] is None else percent(share["minimum"])}
            for share in document["shares"]
        ]
        value, breaks = self.value(document["value"]), self.conditions(document["breaks"])
        return {**document, "value": value, "shares": shares, "breaks": breaks}

    def optimum(self, document: Mapping[str, Any]) -> Json:
        """Return what the best choice comes to, and how near to the best it is."""
        quality = {"bound": self.value(document["bound"]), "gap_percent": gap_percent(document["gap"])}
        return {**self.portfolio(document), **quality}

    def called(self, key: str) -> str:
        """Return what a ceiling is called."""
        return self.names.ceilings[key]


def percent(millionths: int) -> Decimal:
    """Return a share in percent."""
    return Decimal(millionths * 100) / WHOLE_SHARE


def gap_percent(gap: float) -> Decimal:
    """Return a gap in percent, to a ten-thousandth."""
    return Decimal(repr(round(gap * 100, 4)))


def _reason(reason: Reason, sentence: Text) -> Json:
    return {
        "kind": reason.kind,
        "key": reason.key or None,
        "request_ids": reason.others,
        "ceiling_amount": reason.cap,
        "used_amount": reason.used,
        "asked_amount": reason.asked,
        "needed_amount": reason.needed,
        "sentence": {"th": sentence.th, "en": sentence.en},
    }


def one_of(
    held: Selection,
    state: str,
    questions: Mapping[UUID, SelectionQuestion],
    job_states: Mapping[UUID, str],
    titles: Mapping[str, str],
    principal: Principal,
) -> answers.ProjectSelection:
    """Return the representation of a choice; `questions` and `job_states` are those of its overrules, by job."""
    shown, answer = Shown(held, titles), held.answer or {}
    strict, best = answer.get("strict"), answer.get("optimum")
    chooser = access.acting(principal, access.READ, held.owner)
    permitted = allowed_actions(chooser, access.ON_SELECTION, Subject(held.owner, state=state))
    return answers.ProjectSelection.model_validate(
        {
            **_fields(held, state),
            **{name: held.stated[name] for name in _AS_STATED},
            "ceilings": list(_ceilings(shown, answer)),
            "strict": shown.portfolio(strict) if strict else None,
            "optimum": shown.optimum(best) if best else None,
            "conflict": shown.conditions(answer.get("conflict", ())),
            "differences": answer.get("differences"),
            "solver": answer.get("solver"),
            "overrules": [
                _overrule(shown, each, questions.get(each.job_id), job_states.get(each.job_id, "failed"))
                for each in held.overrules
            ],
            "allowed_actions": [allowed_action(each) for each in permitted],
        }
    )


def _fields(held: Selection, state: str) -> dict[str, Any]:
    return {**{name: getattr(held, name) for name in _FIELDS}, "state": state}


def _ceilings(shown: Shown, answer: Mapping[str, Any]) -> Iterable[Json]:
    used = {each["key"]: each for each in answer.get("ceilings", ())}
    for ceiling in shown.held.stated["ceilings"]:
        found = used.get(ceiling["key"], {})
        yield {
            "key": ceiling["key"],
            "title_th": ceiling["name"],
            "area_codes": ceiling["areas"],
            "fund_codes": ceiling["funds"],
            "amount": ceiling["cap"],
            "asked_amount": found.get("asked"),
            "strict_amount": found.get("strict"),
            "optimum_amount": found.get("optimum"),
            "line_request_id": found.get("line"),
        }


def _overrule(shown: Shown, each: SelectionOverrule, question: SelectionQuestion | None, job_state: str) -> Json:
    effect = each.effect
    ceilings = [
        {
            "key": ceiling["key"],
            "title_th": shown.called(ceiling["key"]),
            "amount": ceiling["cap"],
            "before_amount": ceiling["before"],
            "after_amount": ceiling["after"],
        }
        for ceiling in effect["ceilings"]
    ]
    breaks, value = shown.conditions(effect["breaks"]), shown.value(effect["value"])
    names = ("number", "request_id", "verdict", "reason", "overruled_by", "overruled_at", "job_id")
    return {
        **{name: getattr(each, name) for name in names},
        "effect": {"value": value, "amount": effect["amount"], "ceilings": ceilings, "breaks": breaks},
        "weighing": _weighing(shown, question.answer if question else None, job_state),
    }


def _weighing(shown: Shown, answer: Mapping[str, Any] | None, job_state: str) -> Json:
    found = answer or {}
    best = found.get("optimum")
    return {
        "state": found.get("outcome", job_state),
        "value": shown.value(best["value"]) if best else None,
        "cost": shown.value_or_none(found.get("cost")),
        "gap_percent": gap_percent(best["gap"]) if best else None,
        "came": found.get("came", []),
        "went": found.get("went", []),
        "conflict": shown.conditions(found.get("conflict", ())),
    }


def page_of(
    found: Sequence[Selection], states: Mapping[UUID, str], page: PageRequest, filters: Json, sort: str
) -> answers.ProjectSelectionPage:
    """Return a page of choices; `states` are those of their jobs."""
    shown, cursor = page.cut(found, sort, filters, lambda held: held.updated_at)
    items = [
        answers.ProjectSelectionListItem.model_validate(_fields(each, each.outcome or states[each.job_id]))
        for each in shown
    ]
    return answers.ProjectSelectionPage(items=items, next_cursor=cursor)


def candidates_of(
    held: Selection,
    found: Sequence[SelectionCandidate],
    titles: Mapping[str, str],
    standing: str | None,
    page: PageRequest,
) -> candidates.SelectionCandidatePage:
    """Return a page of candidates."""
    filters = {"selection": held.id, "standing": standing}
    rows, cursor = page.cut(found, "position", filters, lambda row: row.position)
    shown = Shown(held, titles)
    items = [candidates.SelectionCandidate.model_validate(_candidate(shown, row)) for row in rows]
    return candidates.SelectionCandidatePage(items=items, next_cursor=cursor)


def candidate_of(
    held: Selection,
    row: SelectionCandidate,
    titles: Mapping[str, str],
    question: SelectionQuestion | None,
    job_state: str,
) -> candidates.SelectionCandidateDetail:
    """Return a candidate, with the smallest change where that was asked for."""
    shown, change = Shown(held, titles), None
    if question is not None:
        answer = question.answer
        change = {
            "state": "solved" if answer else job_state,
            "job_id": question.job_id,
            "changes": [_change(shown, each) for each in answer["changes"]] if answer else [],
        }
    return candidates.SelectionCandidateDetail.model_validate({**_candidate(shown, row), "smallest_change": change})


def _candidate(shown: Shown, row: SelectionCandidate) -> Json:
    document = row.document
    strict, best = document["strict"], document["optimum"]
    said = [each.verdict for each in shown.held.overrules if each.request_id == row.id]
    return {
        **document,
        "id": row.id,
        "position": row.position,
        "title_th": row.title_th,
        "value": shown.value(document["value"]),
        "standing": _STANDINGS.get((row.is_in_strict, bool(row.is_in_optimum)), "neither"),
        "strict": {**strict, "reasons": shown.reasons(strict["reasons"])},
        "optimum": {**best, "reasons": shown.reasons(best["reasons"])} if best else None,
        "overruled": said[-1] if said else None,
    }


def _change(shown: Shown, each: Mapping[str, Any]) -> Json:
    of_value = each["kind"] == "value"
    raises = [{"key": key, "title_th": shown.called(key), "amount": more} for key, more in each["raises"]]
    by_value, to_value = (shown.value_or_none(each[name]) if of_value else None for name in ("by", "to"))
    sentence = changed(each["kind"], each["state"], each["by"], each["to"], (by_value, to_value), raises)
    return {
        "kind": each["kind"],
        "state": each["state"],
        "by_amount": None if of_value else each["by"],
        "to_amount": None if of_value else each["to"],
        "by_value": by_value,
        "to_value": to_value,
        "raises": raises,
        "is_verified": each["is_verified"],
        "sentence": {"th": sentence.th, "en": sentence.en},
    }
