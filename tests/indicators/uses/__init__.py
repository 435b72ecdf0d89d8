"""Where indicators are used."""
