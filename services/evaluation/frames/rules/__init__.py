"""The rules of evaluation frames: `frame` for what may stand in one and be published, `scoring` for the arithmetic."""
