"""Views of the floor."""
