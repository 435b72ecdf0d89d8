"""The method of allocation (docs/allocation.md): what is divided, by which criteria, within which bounds.

No formula is official (B2.1): weights, inputs and bounds are data of a round, with their sources.
"""
