"""The four services and the floor they stand on."""
