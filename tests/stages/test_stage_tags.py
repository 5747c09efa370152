"""What templates are told of stages and people."""

import pytest

from stages.templatetags.stage_tags import participations_of
from tests.factories import ParticipationFactory, StagePageFactory


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("at", "announced", "count"),
    [
        ("2014-10-09T08:59", True, 1),
        ("2014-10-09T08:59", False, 0),
        ("2014-10-09T09:00", False, 1),
        ("2014-10-10T09:00", False, 1),
    ],
)
def test_part_that_was_not_announced_is_told_once_the_stage_has_begun(clock_at, at, announced, count):
    clock_at(at)
    part = ParticipationFactory(with_page=True, is_announced=announced, item__stage=StagePageFactory(timed=True))

    assert [row["participation"] for row in participations_of(part.person)] == [part] * count
