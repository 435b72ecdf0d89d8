"""What a table must look like, and what its cells mean: pure, so that the reading process needs nothing else."""
