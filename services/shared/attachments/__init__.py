"""Files on objects: their bytes, checked by what they are, kept in the schema of the service that owns the object."""
