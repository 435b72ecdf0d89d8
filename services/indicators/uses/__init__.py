"""Where indicators are used: in the agreements of provinces and clusters, scored or only watched, and as joint ones."""
