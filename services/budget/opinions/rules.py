"""The rules of opinions: by what a ministry judges a request, and in how many degrees."""

from services.budget.requests.rules.request import ENDORSED, SUBMITTED

# S1 point 4: a ministry decides on its support by fit with its strategy, by need and by priority.
CRITERIA = ("strategy_fit", "need", "priority")
# The documents name no degrees; these three are this product's own reading, each with a sentence beside it.
LEVELS = ("high", "medium", "low")
MOST_FUNCTIONS = 10
# An opinion helps those who decide; what is decided is past it.
UNDECIDED = frozenset({SUBMITTED, ENDORSED})
