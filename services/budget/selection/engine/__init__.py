"""The computing: HiGHS (`highs`), the process it runs in (`child`), and having that process asked (`process`)."""
