"""Delegated powers: who gave which power to which area's committee, up to which limit, and until when (HPP issue 5)."""
