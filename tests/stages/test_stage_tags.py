"""What templates are told of stages and people."""

import pytest

from stages.templatetags.stage_tags import everybody, participations_of, partner_directory
from tests.factories import ParticipationFactory, PartnerPageFactory, PersonPageFactory, StagePageFactory


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


@pytest.mark.django_db
def test_people_are_listed_by_family_name_whatever_its_accents():
    for name, family_name in [
        ("Zoé Abel", "Abel"),
        ("Anne Zola", "Zola"),
        ("Bruno Abel", "Abel"),
        ("Éva Évrard", "Évrard"),
    ]:
        PersonPageFactory(title=name, family_name=family_name)

    assert [person.title for person in everybody()] == ["Bruno Abel", "Zoé Abel", "Éva Évrard", "Anne Zola"]


@pytest.mark.django_db
def test_partners_are_listed_by_name_whatever_its_accents():
    for title in ("Zevillage", "Écotone", "Actipole", "Mutinerie"):
        PartnerPageFactory(title=title)
    [(_, partners)] = partner_directory({}).groups

    assert [partner.title for partner in partners] == ["Actipole", "Écotone", "Mutinerie", "Zevillage"]
