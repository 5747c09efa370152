from importlib import import_module

from django.apps import AppConfig


class TourConfig(AppConfig):
    name = "tour"
    verbose_name = "Socle"

    def ready(self):
        import_module("tour.receivers")
