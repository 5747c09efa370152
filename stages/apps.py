from importlib import import_module

from django.apps import AppConfig


class StagesConfig(AppConfig):
    name = "stages"
    verbose_name = "Étapes et programme"

    def ready(self):
        import_module("stages.receivers")
