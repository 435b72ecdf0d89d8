"""Areas and functions: the reference data of the whole house, open to everyone."""
