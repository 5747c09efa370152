"""Fixtures made of the factories; a folder's ``conftest.py`` imports those its tests use."""

import pytest

from tests.factories.home import home_page
from tests.factories.tour import UserFactory


@pytest.fixture
def home(db):
    """The home page of the default site."""
    return home_page()


@pytest.fixture
def national(db):
    """An account of the national team: it may do everything."""
    return UserFactory(national=True)


@pytest.fixture
def editor(client, national):
    """A browser in which the national team is logged in."""
    client.force_login(national)
    return client
