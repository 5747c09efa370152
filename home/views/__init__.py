"""Views of the front that are no page."""
