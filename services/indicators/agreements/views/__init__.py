"""How performance agreements are shown, and all that belongs to them."""
