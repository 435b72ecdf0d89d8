"""The rules of the registry of datasets."""
