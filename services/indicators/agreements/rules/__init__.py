"""The rules of performance agreements: states and gaps, the checks of the year, stated totals, results. All pure."""
