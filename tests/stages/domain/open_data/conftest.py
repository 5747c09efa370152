"""Fixtures of these tests."""

import pytest

from stages.domain.open_data import DATASETS, Selection, route
from tests.factories import home_page


@pytest.fixture
def records(db):
    """Return a function: the records of a dataset, by its slug, as they leave."""

    def read(slug, edition=None):
        dataset = next(dataset for dataset in DATASETS if dataset.slug == slug)
        return dataset.records(Selection(home_page(), edition), lambda page: page.full_url)

    return read


@pytest.fixture
def features(db):
    """Return a function: the features of the route."""

    def read(edition=None):
        selection = Selection(home_page(), edition)
        return route(selection, lambda page: page.full_url, source="https://tour.example/donnees/")["features"]

    return read
