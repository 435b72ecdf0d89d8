"""The registry of datasets: who keeps which data, how current and usable they are, and who reads what in them."""
