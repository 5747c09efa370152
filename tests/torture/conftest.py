"""The real services, for the tests marked ``services``: `make test-services`."""

import pytest
from django.conf import settings
from django.db import connections

from tests.torture.processes import Services


@pytest.fixture(scope="session")
def running(tmp_path_factory, django_db_blocker):
    """Everything there is to break, started once. The database is a real one, and no transaction undoes a test."""
    if not hasattr(settings, "POSTGRES_PORT"):
        pytest.fail("these tests need the settings of tests.torture.settings: make test-services", pytrace=False)
    with django_db_blocker.unblock(), Services(tmp_path_factory.mktemp("torture")) as services:
        yield services


@pytest.fixture
def services(running):
    """The services as after an installation; the sink accepts everything."""
    running.renew()
    yield running
    running.stop_others()
    connections.close_all()
