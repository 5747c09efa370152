"""The Celery application: ``celery -A tour worker --beat``."""

import os
from pathlib import Path

from celery import Celery

# What serves the public is production unless told otherwise; manage.py, and so `make run`, is not.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tour.settings.production")

app = Celery("tour")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_queue_folder(sender, **kwargs):
    """The file-system transport does not create its own folder."""
    folder = sender.conf.broker_transport_options.get("data_folder_in")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
