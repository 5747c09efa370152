"""Whole journeys of those who keep a page, in Chromium."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from partners.models import PartnerPage
from stages.models import EditionPage, StagePage
from tests.factories import UserFactory
from tour import membership
from tour.models import QueuedMail

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("saved_by_hand")]

PASSWORD = "une phrase assez longue"


@pytest.fixture
def as_user(visit, client, live_site):
    """Return a function that opens a path of the admin in a window of its own, where a user is logged in."""

    def open_window(user, path, **window):
        client.force_login(user)
        page = visit("/", **window)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_site}])
        page.goto(path)
        return page

    return open_window


@pytest.fixture
def stage(db):
    return StagePage.objects.get(slug="mende")


def send_by_menu(page, name):
    """Press a button of the menu beside « Enregistrer le brouillon »; return the answer, once what follows is shown."""
    page.locator("footer .w-dropdown__toggle").click()
    with (
        page.expect_navigation(),
        page.expect_response(lambda response: response.request.method == "POST" and "/edit/" in response.url) as sent,
    ):
        page.get_by_role("button", name=name).click()
    return sent.value


def open_form(page):
    """Follow « Modifier la page » and wait for the scripts of the form."""
    with page.expect_navigation():
        page.get_by_role("link", name="Modifier la page").click()


def test_invited_organiser_changes_the_programme_and_the_national_team_approves(as_user, visit, stage):
    edition = EditionPage.objects.parent_of(stage).get()
    edition.reviews_changes = True
    edition.save_revision().publish()
    national = UserFactory(national=True, first_name="Nadine")

    # The national team invites.
    page = as_user(national, f"/admin/equipes/{stage.team.pk}/")
    page.get_by_label("Adresse e-mail").fill("marie@mende.example")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_text("L’invitation part à marie@mende.example.")).to_be_visible()
    link = re.search(r"http://[^/]+(/invitation/\S+)", QueuedMail.objects.get(to="marie@mende.example").text)[1]

    # The organiser chooses a password and comes to her stage.
    page = visit(link)
    page.get_by_label("Prénom").fill("Marie")
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("Le même mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_role("heading", name="Mende")).to_be_visible()

    # She adds a moment in one line and sends it for review.
    open_form(page)
    page.get_by_role("tab", name="Programme").click()
    line = page.get_by_label("Ajouter un moment en une ligne")
    line.fill("18h30 Verre de l’amitié")
    line.press("Enter")
    send_by_menu(page, re.compile("Soumettre"))
    expect(page.get_by_text("En relecture")).to_be_visible()
    assert not StagePage.objects.get(pk=stage.pk).programme_items.filter(title="Verre de l’amitié").exists()

    # The national team approves, and the public reads it.
    page = as_user(national, f"/admin/pages/{stage.pk}/edit/")
    send_by_menu(page, re.compile("Approuver et publier", re.IGNORECASE))
    expect(visit("/tour-2014/mende/").get_by_text("Verre de l’amitié").first).to_be_visible()


def test_partner_changes_its_page(as_user, visit, db):
    partner = PartnerPage.objects.get(slug="zevillage")
    user = UserFactory()
    partner.team.group.user_set.add(user)

    page = as_user(user, "/admin/")
    open_form(page)
    page.locator("[name=summary]").fill("Le média des nouvelles façons de travailler.")
    send_by_menu(page, re.compile("^Publier"))

    expect(page.get_by_role("heading", name="ZeVillage")).to_be_visible()
    shown = visit("/partenaires/zevillage/")
    expect(shown.get_by_text("Le média des nouvelles façons de travailler.").first).to_be_visible()


def test_person_taken_out_loses_the_open_form(as_user, stage):
    user, national = UserFactory(), UserFactory(national=True)
    stage.team.group.user_set.add(user)
    page = as_user(user, f"/admin/pages/{stage.pk}/edit/")
    page.locator("[name=summary]").fill("Ceci ne doit pas passer.")

    membership.leave_out(stage.team, user=user, by=national)
    answer = send_by_menu(page, re.compile("^Publier"))

    assert (answer.status, answer.headers["location"]) == (302, f"/admin/login/?next=/admin/pages/{stage.pk}/edit/")
    stage.refresh_from_db()
    assert stage.summary != "Ceci ne doit pas passer."


def test_two_people_on_one_page_are_told(as_user, stage):
    first, second = (
        UserFactory(first_name="Marie", last_name="Martin"),
        UserFactory(first_name="Paul", last_name="Roux"),
    )
    stage.team.group.user_set.add(first, second)
    as_user(first, f"/admin/pages/{stage.pk}/edit/")
    page = as_user(second, f"/admin/pages/{stage.pk}/edit/")
    page.locator(".w-editing-sessions__list button").click()
    expect(page.locator(".w-editing-sessions__popup")).to_contain_text("Marie Martin")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_landing_fits_the_window(as_user, stage, width):
    user = UserFactory()
    stage.team.group.user_set.add(user)
    page = as_user(user, "/admin/", width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
