"""The ledger: ceilings by year, fund and owner, what is held and posted on them, and what was disbursed."""
