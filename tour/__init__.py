"""The floor of the house: settings, clock, user, base page, media, evidence. Imports no other app."""

from tour.celery import app as celery_app

__all__ = ["celery_app"]
