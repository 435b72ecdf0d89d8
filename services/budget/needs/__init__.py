"""Needs that nobody funded: they live on to the next year's request or to a ministry, until paid for or given up."""
