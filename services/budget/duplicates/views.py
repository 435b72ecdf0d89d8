"""How what is alike, agencies' own projects and verdicts are shown."""

from collections.abc import Sequence

from services.budget.duplicates import models
from services.budget.duplicates.rules.weighing import Likeness, scale
from services.budget.duplicates.schemas import projects, similar, verdicts
from services.budget.duplicates.usecases.looking import Match, Similar, hash_of, name_of
from services.budget.duplicates.usecases.projects import Pushed
from services.shared.paging import PageRequest
from services.shared.schemas import Json, Sentence

_PROJECT = tuple(name for name in projects.AgencyProject.model_fields if name != "content_hash")
_THING = ("id", "kind", "unit", "area_code", "function_code", "fiscal_year", "title_th", "place_th", "amount", "state")


def similar_of(found: Similar) -> similar.SimilarThings:
    """Return what is like a thing."""
    by = scale()
    return similar.SimilarThings(
        id=found.thing.id,
        content_hash=hash_of(found.thing),
        scale=similar.LikenessScale(
            version=by.version,
            dated_on=by.dated_on,
            source=by.source,
            likely_from=by.settings["likely"],
            shown_from=by.settings["shown"],
        ),
        items=[_match(each) for each in found.matches],
        told_apart=[_match(each) for each in found.told_apart],
    )


def _match(match: Match) -> similar.SimilarThing:
    thing = match.thing
    return similar.SimilarThing(
        **{name: getattr(thing, name) for name in _THING},
        unit_name_th=name_of(thing),
        content_hash=hash_of(thing),
        score=match.likeness.score,
        is_likely=match.likeness.is_likely,
        reasons=_reasons(match.likeness),
        verdict=_verdict(match),
    )


def _reasons(likeness: Likeness) -> list[similar.LikenessReason]:
    return [
        similar.LikenessReason(
            direction=each.direction, weight=each.weight, text=Sentence(th=each.sentence.th, en=each.sentence.en)
        )
        for each in likeness.reasons
    ]


def _verdict(match: Match) -> similar.MatchVerdict | None:
    verdict = match.verdict
    if verdict is None:
        return None
    told = {name: getattr(verdict, name) for name in ("id", "verdict", "reason_th", "given_for", "given_at")}
    return similar.MatchVerdict(**told, stands=match.is_settled, changes=match.changes)


def project_of(project: models.AgencyProject) -> projects.AgencyProject:
    """Return the representation of an agency's own project."""
    told = {name: getattr(project, name) for name in _PROJECT}
    return projects.AgencyProject(**told, content_hash=hash_of(project.thing))


def projects_of(
    found: Sequence[models.AgencyProject], page: PageRequest, filters: Json, sort: str
) -> projects.AgencyProjectPage:
    """Return a page of agencies' own projects."""
    shown, cursor = page.cut(found, sort, filters, lambda project: project.updated_at)
    return projects.AgencyProjectPage(items=[project_of(each) for each in shown], next_cursor=cursor)


def pushed_of(pushed: Pushed) -> projects.AgencyProjectsPushed:
    """Return what came of a push."""
    return projects.AgencyProjectsPushed.model_validate(pushed)


def verdict_of(verdict: models.DuplicateVerdict) -> verdicts.DuplicateVerdict:
    """Return the representation of a verdict."""
    names = ("id", "number", "verdict", "reason_th", "score", "scale_version", "given_for", "given_at")
    sides = [
        verdicts.VerdictSide(id=side_id, content_hash=content_hash, content=content)
        for side_id, content_hash, content in (
            (verdict.left_id, verdict.left_hash, verdict.left_content),
            (verdict.right_id, verdict.right_hash, verdict.right_content),
        )
    ]
    return verdicts.DuplicateVerdict(**{name: getattr(verdict, name) for name in names}, sides=sides)


def verdicts_of(
    found: Sequence[models.DuplicateVerdict], page: PageRequest, filters: Json, sort: str
) -> verdicts.DuplicateVerdictPage:
    """Return a page of verdicts."""
    shown, cursor = page.cut(found, sort, filters, lambda verdict: verdict.given_at)
    return verdicts.DuplicateVerdictPage(items=[verdict_of(each) for each in shown], next_cursor=cursor)
