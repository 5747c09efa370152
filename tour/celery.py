"""The Celery application: ``celery --app=tour worker``, ``celery --app=tour beat``."""

import os
from pathlib import Path

from celery import Celery
from celery.signals import after_task_publish, task_success, worker_shutting_down
from django.conf import settings

from tour import shutdown

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


@worker_shutting_down.connect
def announce_shutdown(**kwargs):
    """Mails stop leaving after the one under way."""
    shutdown.announce()


# What a container asks of its own health is a file's age. It costs no process more, and says that work is done, where a
# process that runs, or answers a ping, may do none: beat has put a task into the broker, the worker has taken one out
# and done it. Beat has some every minute.
@after_task_publish.connect
def note_task_put(**kwargs):
    (settings.VAR_DIR / "task-put").touch()


@task_success.connect
def note_task_done(**kwargs):
    (settings.VAR_DIR / "task-done").touch()
