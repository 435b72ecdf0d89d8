"""Plans: what provinces and clusters mean to do, and the projects by which they do it."""
