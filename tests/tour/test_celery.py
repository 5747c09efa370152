"""What the health of the worker and of beat is told by."""

import pytest
from kombu import Connection

from tour.tasks import publish_scheduled


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_task_put_into_the_broker_is_noted(folder):
    with Connection("memory://") as broker:
        publish_scheduled.apply_async(connection=broker)
    assert files(folder) == ["task-put"]


def test_task_that_no_broker_took_is_not_noted(folder):
    with Connection("redis://127.0.0.1:1/0") as broker, pytest.raises(publish_scheduled.OperationalError):
        publish_scheduled.apply_async(connection=broker, retry=False)
    assert files(folder) == []


def test_task_done_is_noted(db, folder):
    publish_scheduled.apply()
    assert files(folder) == ["task-done"]


def test_task_that_failed_is_not_noted(folder):
    assert publish_scheduled.apply(args=["too many"]).state == "FAILURE"
    assert files(folder) == []
