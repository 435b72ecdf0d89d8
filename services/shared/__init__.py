"""The floor: what every service needs once. It knows no service."""
