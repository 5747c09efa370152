"""Following the Tour by e-mail, from the stage's page to the last message, without JavaScript."""

import pytest

from stages.domain import follow_links, ledger
from stages.models import Consent, Delivery, Subscription
from tests.flows.conftest import DEMO_START
from tour.addresses import base_url

pytestmark = pytest.mark.browser

LATER = DEMO_START.replace("09:00", "09:05")


def link_of(message):
    """The path of the first link to a page of one's own in a mail."""
    text = message.get_body(("plain",)).get_content()
    return next(word.removeprefix(base_url()) for word in text.split() if "/suivre/" in word)


def test_stage_is_followed_changed_and_left(visit, demo_clock_at, smtp_server):
    page = visit("/tour-2014/mende/", width=360, scripts=False)
    page.get_by_role("link", name="Suivre cette étape par e-mail").click()
    page.wait_for_url("**/suivre/**")
    assert page.get_by_role("checkbox", name="Mende").is_checked()
    assert page.get_by_label("Laissez ce champ vide").is_hidden()
    demo_clock_at(LATER)  # who reads takes a while

    page.get_by_label("Votre adresse e-mail").fill("marie@mende")
    page.get_by_role("button", name="Recevoir un lien").click()
    page.get_by_text("Cette adresse n’est pas complète").wait_for()
    assert page.get_by_label("Votre adresse e-mail").input_value() == "marie@mende"
    assert page.get_by_role("checkbox", name="Mende").is_checked()

    page.get_by_label("Votre adresse e-mail").fill("marie@mende.example")
    page.get_by_role("button", name="Recevoir un lien").click()
    page.get_by_role("heading", name="Regardez votre boîte").wait_for()
    assert ledger.send_due() == 1

    page.goto(link_of(smtp_server.messages[0]))
    assert page.get_by_text("une semaine avant Mende").is_visible()
    assert Subscription.objects.active().count() == 0
    page.get_by_role("button", name="Je confirme").click()
    page.get_by_role("heading", name="C’est confirmé").wait_for()

    page.get_by_role("link", name="Ma page").click()
    page.get_by_role("checkbox", name="La veille").uncheck()
    page.get_by_role("checkbox", name="Le Tour entier").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est enregistré.").wait_for()
    assert Subscription.objects.get().declined == ["eve"]
    assert [consent.subject for consent in Consent.objects.all()] == ["le Tour entier", "l’étape Mende"]

    page.get_by_role("button", name="Mettre en pause").click()
    page.get_by_role("button", name="Reprendre").click()
    page.get_by_role("button", name="Mettre en pause").wait_for()
    page.get_by_role("button", name="Ne plus rien recevoir").click()
    page.get_by_role("heading", name="C’est fait").wait_for()
    assert Delivery.objects.open().count() == 0


def test_one_may_take_and_erase_what_is_kept(visit, demo_clock_at):
    subscription = Subscription.objects.create(
        email="marie@mende.example", created_at="2014-09-01T10:00Z", confirmed_at="2014-09-01T10:00Z"
    )
    page = visit(follow_links.access_path(subscription), scripts=False)
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger mes données").click()
    assert "marie@mende.example" in download.value.path().read_text()
    page.get_by_role("link", name="Effacer mes données").click()
    page.get_by_role("button", name="Effacer mes données").click()
    page.get_by_role("heading", name="Vos données sont effacées").wait_for()
    assert Subscription.objects.count() == 0
