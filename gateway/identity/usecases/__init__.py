"""What people do with clients, assignments and tokens."""
