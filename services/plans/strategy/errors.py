"""The named refusals of strategies."""

from services.shared.errors import Refusal, Text


class StrategyInUse(Refusal):
    """A strategy is taken out of a plan while projects stand under it."""

    status = 409
    code = "strategy_in_use"
    title = Text("มีโครงการอยู่ภายใต้กลยุทธ์นี้", "Projects stand under this strategy")
    detail = Text(
        "ย้ายโครงการไปไว้ภายใต้กลยุทธ์อื่นก่อน (strategy_id ของโครงการ) แล้วจึงนำกลยุทธ์ออก หรือส่ง id เดิมของกลยุทธ์มาด้วย",
        "Move its projects (their strategy_id) first, then take the strategy out; or send the strategy's own id along.",
    )
