"""What is derived from the data and the clock, and the deeds done to them."""
