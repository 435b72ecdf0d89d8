"""Checks of a plan: gaps in its chain from vision to projects, and its balance over the dimensions."""
