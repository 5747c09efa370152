"""Who does what at which stage of an edition, and what is missing."""

import pytest

from stages.domain.partner_matrix import partner_matrix
from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    PartnerPageFactory,
    StagePageFactory,
    StagePartnerFactory,
)
from tour.models import BasePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(home):
    return EditionPageFactory()


def shown(edition, *pages):
    """(columns, rows) of the matrix as it is shown to who keeps ``pages``; to whoever conducts the Tour without any."""
    among = BasePage.objects.filter(pk__in=[page.pk for page in pages]) if pages else BasePage.objects.all()
    matrix = partner_matrix(edition, among)
    return (
        [(column.stage.title, column.gaps) for column in matrix.columns],
        [(row.partner.title, row.everywhere, row.cells, row.gaps) for row in matrix.rows],
    )


def test_matrix_gives_roles_and_gaps(edition):
    mende = StagePageFactory(parent=edition, title="Mende", position=1)
    StagePageFactory(parent=edition, title="Bordeaux", position=2, draft=True)
    village, polen = PartnerPageFactory(title="ZeVillage"), PartnerPageFactory(title="POLeN", draft=True)
    PartnerPageFactory(title="Almosi")
    StagePartnerFactory(stage=mende, partner=village, role="organiser")
    StagePartnerFactory(stage=mende, partner=village, role="partner", standing="to_confirm")
    StagePartnerFactory(stage=mende, partner=polen, role="host")
    EditionPartnerFactory(edition=edition, partner=village, role="support")

    assert shown(edition) == (
        [("Mende", ()), ("Bordeaux", ("Sans organisateur", "Sans hôte"))],
        [
            ("POLeN", (), (("Hôte",), ()), ("Page non publiée",)),
            ("ZeVillage", ("Soutien",), (("Organisateur", "Partenaire (à confirmer)"), ()), ()),
            ("Almosi", (), ((), ()), ("Sans rôle dans cette édition",)),
        ],
    )


def test_matrix_of_another_edition_is_another(edition):
    StagePartnerFactory(stage=StagePageFactory(parent=edition, title="Mende"), partner__title="POLeN")
    other = EditionPageFactory(year=2012)

    assert shown(other) == ([], [("POLeN", (), (), ("Sans rôle dans cette édition",))])


def test_organiser_is_shown_all_of_the_own_stage_alone(edition):
    own, foreign = StagePageFactory(parent=edition, title="Mende"), StagePageFactory(parent=edition, title="Bordeaux")
    village = PartnerPageFactory(title="ZeVillage")
    StagePartnerFactory(stage=own, partner=village, role="host")
    StagePartnerFactory(stage=foreign, partner=village, role="organiser")
    StagePartnerFactory(stage=foreign, partner__title="Étranger")
    EditionPartnerFactory(edition=edition, partner__title="Organisateur national")

    assert shown(edition, own) == ([("Mende", ("Sans organisateur",))], [("ZeVillage", (), (("Hôte",),), ())])


def test_partner_is_shown_own_roles_at_stages_everybody_sees(edition):
    own = PartnerPageFactory(title="ZeVillage")
    for title, made in (("Mende", {}), ("Brouillon", {"draft": True})):
        stage = StagePageFactory(parent=edition, title=title, **made)
        StagePartnerFactory(stage=stage, partner=own, role="partner")
        StagePartnerFactory(stage=stage, partner__title="Étranger", role="organiser")
    EditionPartnerFactory(edition=edition, partner=own, role="support")

    assert shown(edition, own) == ([("Mende", ())], [("ZeVillage", ("Soutien",), (("Partenaire",),), ())])


@pytest.mark.parametrize("number", [1, 3])
def test_matrix_takes_four_queries_whatever_the_number(edition, django_assert_num_queries, number):
    for _ in range(number):
        stage = StagePageFactory(parent=edition)
        for _ in range(number):
            StagePartnerFactory(stage=stage)
        EditionPartnerFactory(edition=edition)

    with django_assert_num_queries(4):
        matrix = partner_matrix(edition, BasePage.objects.all())
        assert [len(row.cells) for row in matrix.rows] == [number] * (number * number + number)
