"""The registry of datasets."""
