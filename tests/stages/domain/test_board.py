"""The rows of the board."""

import pytest

from stages.domain.board import board
from tests.factories import EditionPageFactory, ImageFactory, StagePageFactory
from tour.models import BasePage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_board_takes_twelve_queries_whatever_the_number(home, django_assert_num_queries, number):
    edition = EditionPageFactory()
    for _ in range(number):
        StagePageFactory(parent=edition, exact=True, published=True, photo=ImageFactory())
    board(edition, BasePage.objects.all(), BasePage.objects.all())  # content types are read once a process

    with django_assert_num_queries(12):
        rows = board(edition, BasePage.objects.all(), BasePage.objects.all())
        said = [(row.phase, row.changed_by, row.publication, row.review_words, row.total) for row in rows]

    assert said == [("À venir", "", "Publiée", "", 10)] * number


@pytest.fixture(autouse=True)
def _before_the_stages(clock_at):
    clock_at("2014-09-01T09:00")
