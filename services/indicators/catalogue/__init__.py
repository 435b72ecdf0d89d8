"""The catalogue: what each indicator measures and how, by topic, in versions that data can be traced to."""
