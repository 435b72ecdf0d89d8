"""Every SQL statement about datasets.

A draft is its owner's. What is shared is seen as its sharing says, by the unit that must update it, the offices of the
owner's area and those who oversee the country; what was ever published is everyone's. What was recorded of a dataset
is read only after the dataset was found visible.
"""
