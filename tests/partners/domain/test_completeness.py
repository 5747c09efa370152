"""What the page of a partner lacks."""

import pytest

from partners.domain import completeness
from partners.models import PartnerPage
from tests.factories import ImageFactory, PartnerPageFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def lacks():
    (partner,) = completeness.with_content(PartnerPage.objects.all())
    return [(lack.field, lack.missing, lack.is_essential) for lack in completeness.lacks(partner)]


def test_bare_page_lacks_a_summary_and_what_not_everybody_has(home):
    PartnerPageFactory()
    assert lacks() == [
        ("summary", "Le résumé est vide.", True),
        ("logo", "Il n’y a pas de logo.", False),
        ("website", "L’adresse de votre site n’est pas indiquée.", False),
        ("themes", "Aucun thème n’est choisi.", False),
    ]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ({}, []),
        ({"draft": True}, [("title", "La page n’est pas publiée.", True)]),
        ({"described": ""}, [("logo", "Le logo n’a pas de texte alternatif.", True)]),
    ],
)
def test_complete_page_lacks_nothing_else(home, made, expected):
    logo = ImageFactory(description=made.pop("described", "Une montagne"))
    partner = PartnerPageFactory(logo=logo, summary="Des maires.", website="https://amrf.example", **made)
    partner.themes.add(ThemeFactory())
    partner.save()
    assert lacks() == expected
