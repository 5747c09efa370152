"""The front: home page and editorial pages."""

from home.models.pages import EditorialPage, HomePage

__all__ = ["EditorialPage", "HomePage"]
