"""The rules of duplicates: how a title is read, how two things are compared, and what their likeness weighs."""
