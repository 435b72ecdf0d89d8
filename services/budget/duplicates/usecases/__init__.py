"""What is done about duplicates: keeping what is compared, looking for what is like it, pushing projects, judging."""
