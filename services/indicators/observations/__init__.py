"""Observations: values of indicators as each unit reports them, in revisions."""
