"""Change requests: what an external event makes of a KPI that was agreed, asked, analysed, decided and applied."""
