"""The shipped example: the documents' own table, carried through the public API by the people it stands for."""
