"""What people and committees do with requests and with the lists they stand in."""
