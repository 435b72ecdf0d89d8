"""What a criterion gave an area: its input, its place among all, and the money that follows."""

from decimal import Decimal
from fractions import Fraction

from services.budget.allocation.rules.exact import fraction_of
from services.budget.allocation.rules.method import AVERAGE, EQUAL, INVERSE, SCORE
from services.budget.allocation.rules.snapshot import Document
from services.budget.allocation.rules.wording.language import Sentence, Told, baht, joined, number, percent, said
from services.shared.errors import Text
from services.shared.money import parse_amount

CRITERION = "criterion"


def criteria_sentences(told: Told) -> list[Sentence]:
    """Return one sentence per criterion, in the order of the pool."""
    of_key = {each["key"]: each for each in told.of_level["criteria"]}
    return [_sentence(told, of_key[each["key"]], each) for each in told.area["contributions"]]


def _sentence(told: Told, criterion: Document, contribution: Document) -> Sentence:
    amount = parse_amount(contribution["amount"])
    head = said(_HEAD, name=criterion["name_th"], weight=number(contribution["weight"]))
    gave = said(_GAVE, amount=baht(amount))
    return Sentence(CRITERION, criterion["key"], amount, joined(head, _body(told, criterion, contribution), gave))


def _body(told: Told, criterion: Document, contribution: Document) -> Text:
    if criterion["kind"] == EQUAL:
        return said(_EQUAL, areas=len(told.pool["areas"]))
    if contribution["value"] is None and criterion["missing"] != AVERAGE:
        return _NOT_KNOWN
    share = percent(fraction_of(contribution["share"]))
    if contribution["value"] is None:
        return said(_AVERAGE, share=share)
    known = joined(_input(told, criterion, contribution), *_points(criterion, contribution))
    if not fraction_of(contribution["basis"]):
        return joined(known, _NOTHING)
    place = _place(told, criterion, contribution)
    if criterion["kind"] == INVERSE:
        return joined(known, place, _LESS_GETS_MORE, said(_SHARE_OF_INVERSES, share=share))
    return joined(known, place, said(_SHARE, share=share))


def _input(told: Told, criterion: Document, contribution: Document) -> Text:
    area_code, unit = told.area["area_code"], criterion["origin"]["unit_th"]
    sent = next(each["value"] for each in criterion["inputs"] if each["area_code"] == area_code)
    if Decimal(sent) != Decimal(contribution["value"]):
        return said(_LIFTED, value=number(sent), unit=unit, least=number(contribution["value"]))
    return said(_INPUT, value=number(sent), unit=unit)


def _points(criterion: Document, contribution: Document) -> tuple[Text, ...]:
    if criterion["kind"] != SCORE or not criterion["bands"]:
        return ()
    value = Decimal(contribution["value"])
    reached = [band for band in criterion["bands"] if Decimal(band["at_least"]) <= value]
    if not reached:
        return (said(_BELOW, first=number(criterion["bands"][0]["at_least"])),)
    return (said(_BAND, at_least=number(reached[-1]["at_least"]), points=number(reached[-1]["points"])),)


def _place(told: Told, criterion: Document, contribution: Document) -> Text:
    bases = [_basis_of(area, criterion["key"]) for area in told.pool["areas"]]
    mine = fraction_of(contribution["basis"])
    place, sharing = 1 + sum(basis > mine for basis in bases), sum(basis == mine for basis in bases)
    shown = said(_LEAST_FIRST if criterion["kind"] == INVERSE else _MOST_FIRST, place=place, areas=len(bases))
    return joined(shown, said(_SHARED, others=sharing - 1)) if sharing > 1 else shown


def _basis_of(area: Document, key: str) -> Fraction:
    return next(fraction_of(each["basis"]) for each in area["contributions"] if each["key"] == key)


_HEAD = Text("เกณฑ์ “{name}” (น้ำหนักร้อยละ {weight}):", "Criterion “{name}” ({weight} percent):")
_EQUAL = Text("แบ่งเท่ากัน {areas} พื้นที่", "equal shares among {areas} areas,")
_INPUT = Text("{value} {unit}", "{value} {unit},")
_LIFTED = Text(
    "{value} {unit} ต่ำกว่าค่าต่ำสุดที่เกณฑ์รับ จึงนับเป็น {least}",
    "{value} {unit}, which counts as {least}, the least the criterion takes,",
)
_BAND = Text(
    "อยู่ในช่วงตั้งแต่ {at_least} ขึ้นไป นับเป็น {points} แต้ม", "in the band from {at_least}, which is worth {points} points,"
)
_BELOW = Text("ต่ำกว่าช่วงแรกซึ่งเริ่มที่ {first}", "below the first band, which begins at {first},")
_NOTHING = Text("นับเป็นศูนย์", "which counts for nothing,")
_NOT_KNOWN = Text("ไม่มีข้อมูล เกณฑ์นี้กำหนดให้นับเป็นศูนย์", "no input is known, which here counts for nothing,")
_AVERAGE = Text(
    "ไม่มีข้อมูล เกณฑ์นี้กำหนดให้นับเท่าค่าเฉลี่ยของพื้นที่ที่มีข้อมูล คิดเป็น{share} ของทั้งหมด",
    "no input is known, which here counts as the average of the areas that have one, {share} of all,",
)
_MOST_FIRST = Text("มากเป็นอันดับที่ {place} จาก {areas} พื้นที่", "place {place} of {areas} from the most")
_LEAST_FIRST = Text("น้อยเป็นอันดับที่ {place} จาก {areas} พื้นที่", "place {place} of {areas} from the least")
_LESS_GETS_MORE = Text("ยิ่งน้อยยิ่งได้มาก", "where less gets more,")
_SHARED = Text("(เท่ากับอีก {others} พื้นที่)", "(shared with {others} more)")
_SHARE = Text("คิดเป็น{share} ของทั้งหมด", "and {share} of all,")
_SHARE_OF_INVERSES = Text("คิดเป็น{share} ของส่วนกลับทั้งหมด", "and {share} of all inverses,")
_GAVE = Text("ได้ {amount} บาท", "gives {amount} baht.")
