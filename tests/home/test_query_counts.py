"""The number of queries of a page depends on its type, not on how much there is."""

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.bench.large_tour import make_tour

FEW = {"editions": 2, "stages": 2, "items": 2, "directory": 2, "rows": 2}
MANY = {"editions": 3, "stages": 5, "items": 5, "directory": 5, "rows": 5}
MOST_OF_A_STAGE = 12
MOST = 20


def queries_of_pages(client, **size):
    """{page type: the statements it costs, nothing being cached} in a Tour of that size, which is then undone."""
    found = {}
    with transaction.atomic():
        for name, path in make_tour(**size).items():
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                response = client.get(path)
            assert response.status_code == 200
            found[name] = [query["sql"] for query in captured.captured_queries]
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
def test_queries_do_not_depend_on_rows(client, clock_at):
    clock_at("2014-01-15T10:00")
    queries_of_pages(client, **FEW)  # what a process keeps from its first page on
    few = queries_of_pages(client, **FEW)
    many = queries_of_pages(client, **MANY)
    grown = {name: many[name] for name in few if len(many[name]) != len(few[name])}
    assert grown == {}
    assert len(many["stage"]) <= MOST_OF_A_STAGE
    assert {name: len(queries) for name, queries in many.items() if len(queries) > MOST} == {}
