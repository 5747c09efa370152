"""The screen of suspended addresses."""

import pytest
from wagtail.models import ModelLogEntry

from tests.factories import StagePageFactory, UserFactory
from tour.models import Suppression, SuppressionReason
from tour.suppressions import is_suppressed, suppress

SCREEN = "/admin/courriels/adresses/"
ADDRESS = "marie@mende.example"


def test_national_team_asks_for_an_address_and_lifts(editor, clock_at):
    clock_at("2014-10-01T09:00")
    suppress(ADDRESS, SuppressionReason.COMPLAINT)

    shown = editor.post(SCREEN, {"email": " Marie@mende.example"}).content.decode()
    assert "Marie@mende.example est suspendue</strong> depuis le 1er\u00a0octobre 2014." in shown
    assert ("Un courriel a été signalé comme indésirable" in shown, "Oui, lever la suspension" in shown) == (True, True)

    done = editor.post(f"{SCREEN}reprendre/", {"email": "Marie@mende.example"}, follow=True)

    assert "Le site peut de nouveau écrire à Marie@mende.example." in done.content.decode()
    assert not is_suppressed(ADDRESS)
    entry = ModelLogEntry.objects.get()
    assert (entry.action, "marie" in f"{entry.label} {entry.data}".lower()) == ("tour.lift_suppression", False)
    assert entry.message == "Suspension d’une adresse levée (Un courriel a été signalé comme indésirable)"


def test_address_that_is_not_suspended_can_be(editor):
    shown = editor.post(SCREEN, {"email": ADDRESS}).content.decode()
    assert ("n’est pas suspendue" in shown, "Oui, lever la suspension" in shown) == (True, False)

    editor.post(f"{SCREEN}suspendre/", {"email": ADDRESS})

    assert Suppression.objects.get().reason == SuppressionReason.BY_HAND
    assert is_suppressed(ADDRESS)


def test_what_is_not_suspended_is_not_lifted(editor):
    done = editor.post(f"{SCREEN}reprendre/", {"email": ADDRESS}, follow=True)
    assert f"L’adresse {ADDRESS} n’est pas suspendue." in done.content.decode()
    assert ModelLogEntry.objects.count() == 0


@pytest.mark.parametrize("typed", ["", "marie", "marie@", "x" * 300 + "@mende.example", "a\x00@mende.example"])
def test_what_is_no_address_is_told_and_kept(editor, typed):
    refused = editor.post(SCREEN, {"email": typed})
    assert (refused.status_code, refused.context["form"]["email"].value()) == (200, typed)
    assert refused.context["form"].errors["email"]
    for deed in ("suspendre", "reprendre"):
        done = editor.post(f"{SCREEN}{deed}/", {"email": typed}, follow=True)
        assert "n’est pas une adresse e-mail" in done.content.decode()
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_latest_are_listed_without_addresses(editor, django_assert_num_queries, count):
    for number in range(count):
        suppress(f"marie{number}@mende.example", SuppressionReason.REFUSED, "550 <marie@mende.example>: User unknown")
    editor.get(SCREEN)
    with django_assert_num_queries(8):
        shown = editor.get(SCREEN)
    assert shown.context["counts"][0] == ("Cette adresse n’existe pas, ou refuse pour de bon", count)
    assert shown.content.decode().count("550 &lt;…&gt;: User unknown") == count
    assert "marie" not in shown.content.decode()


def test_screen_does_not_exist_for_others(client, home):
    team = StagePageFactory(title="Mende").team
    organiser = UserFactory()
    team.group.user_set.add(organiser)
    client.force_login(organiser)
    suppress(ADDRESS, SuppressionReason.REFUSED)
    answers = [
        client.get(SCREEN),
        client.post(SCREEN, {"email": ADDRESS}),
        client.post(f"{SCREEN}reprendre/", {"email": ADDRESS}),
        client.post(f"{SCREEN}suspendre/", {"email": "autre@mende.example"}),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert (Suppression.objects.count(), is_suppressed(ADDRESS)) == (1, True)
