"""Somebody is invited and comes in, in Chromium."""

import pytest

from stages.models import StagePage
from tests.factories import UserFactory
from tour import membership

pytestmark = pytest.mark.browser


def test_invited_person_makes_an_account_in_a_browser(visit, live_site):
    team = StagePage.objects.get(slug="mende").team
    invitation = membership.invite(team, email="marie@mende.example", by=UserFactory(national=True))
    page = visit(f"/invitation/{membership.link(invitation).rpartition('/invitation/')[2]}")
    page.get_by_label("Prénom").fill("Marie")
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Mot de passe", exact=True).fill("une phrase assez longue")
    page.get_by_label("Le même mot de passe, pour vérifier").fill("une phrase assez longue")
    page.get_by_role("button", name="Créer mon compte").click()

    page.get_by_role("heading", name="Mende", exact=True).wait_for()
    assert [member.email for member in membership.members(team)] == ["marie@mende.example"]
