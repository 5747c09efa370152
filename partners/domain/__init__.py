"""What is derived from partners and places."""
