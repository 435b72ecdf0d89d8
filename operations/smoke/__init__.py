"""`make smoke`: the main journey, walked against a running house as a client would."""
