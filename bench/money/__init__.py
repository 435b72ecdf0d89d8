"""`python -m bench.money`: whether money stays right when many want it, answers are lost and processes are killed."""
