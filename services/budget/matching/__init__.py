"""Matching funds: what local governments and others pledge and pay beside an area's own money (HPP issue 7)."""
