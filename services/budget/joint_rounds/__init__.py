"""Joint budgeting rounds: a ministry or department and areas sit together over who pays what (S1 point 4)."""
