"""Fixtures of these tests."""

import pytest
from django.db import transaction

from tests.permissions import deeds as all_deeds
from tests.permissions import world as worlds


@pytest.fixture(scope="package")
def built(django_db_setup, django_db_blocker):
    """The world, made once for all the tests of this folder, and taken back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.fixture
def world(built, db):
    """The world, as it was made: what a test does to it is taken back."""
    return built


@pytest.fixture(scope="package")
def deeds(built, django_db_blocker):
    """All that may be done to it: filling in the forms takes longer than to send them."""
    with django_db_blocker.unblock():
        return all_deeds.deeds(built)
