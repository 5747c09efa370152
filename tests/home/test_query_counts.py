"""The number of queries of a page depends on its type, not on how much there is."""

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.bench.large_tour import make_tour
from tests.bench.measures import queries_of

FEW = {"editions": 2, "stages": 2, "items": 2, "directory": 2, "rows": 2}
MANY = {"editions": 3, "stages": 5, "items": 5, "directory": 5, "rows": 5}
MOST_OF_A_STAGE = 12
MOST = 20


def queries_of_pages(client, **size):
    """{page type: the number of its queries} in a Tour of that size, which is then undone."""
    with transaction.atomic():
        paths = make_tour(**size)
        cache.clear()
        client.get(paths["home"])  # Wagtail keeps the sites' addresses for an hour
        found = {name: len(queries_of(client, path)) for name, path in paths.items()}
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_queries_do_not_depend_on_rows(client, clock_at):
    clock_at("2014-01-15T10:00")
    queries_of_pages(client, **FEW)  # what a process keeps from its first page on
    few = queries_of_pages(client, **FEW)
    many = queries_of_pages(client, **MANY)
    assert many == few
    assert many["stage"] <= MOST_OF_A_STAGE
    assert {name: queries for name, queries in many.items() if queries > MOST} == {}
