"""Delegated powers over money: what of a year's limit an area's committee has used (HPP issue 5)."""
