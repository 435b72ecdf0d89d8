"""The rules of reported values. What other features ask of them is here by name."""

from services.indicators.observations.rules.years import CurrentValue, Side, YearValue, by_side, side_of, value_of_year

__all__ = ["CurrentValue", "Side", "YearValue", "by_side", "side_of", "value_of_year"]
