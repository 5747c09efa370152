"""The health of mails in the admin, and what an account says of the weekly mails."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.urls import reverse

from stages.domain import health, ledger, reminders
from stages.models import Delivery, ReminderSettings
from stages.views.admin.health import duration
from tests.factories import StagePageFactory, UserFactory
from tour import clock, heartbeat, mail
from tour.models import MailState

pytestmark = pytest.mark.django_db
SCREEN, HOME, ACCOUNT = "stages_delivery_health", "wagtailadmin_home", "wagtailadmin_account"


@pytest.fixture
def swept(home, clock_at):
    clock_at("2014-10-09T09:00")
    cache.clear()
    reminders.reconcile()
    mail.send_due()
    ledger.send_due()


def uncertain(count):
    now = clock.now()
    for number in range(count):
        Delivery.objects.create(
            key=f"x{number}",
            kind="reminder",
            state=MailState.UNCERTAIN,
            due_at=now,
            next_try_at=now,
            planned_at=now,
        )


def text_of(response, selector):
    page = BeautifulSoup(response.content, "html.parser")
    return [" ".join(found.get_text(" ").split()) for found in page.select(selector)]


def test_screen_says_in_words_that_all_is_well(swept, editor):
    response = editor.get(reverse(SCREEN))
    assert text_of(response, ".health__light") == ["Tout va bien"]
    assert "Envois : suivi, équipes et bilans 9 octobre 2014 à 9 h" in text_of(response, ".health__list div")
    assert "Retard aucun" in text_of(response, ".health__list div")


def test_screen_names_what_is_wrong_and_says_what_was_mended(swept, editor):
    uncertain(3)
    heartbeat.beat(health.MENDED, "inscrits : 4")
    response = editor.get(reverse(SCREEN))
    assert text_of(response, ".health__light") == ["À traiter sans attendre"]
    assert [words.partition(" :")[0] for words in text_of(response, ".health__faults li")] == [
        "À traiter sans attendre",
        "À regarder",
    ]
    assert "Dernier rattrapage 9 octobre 2014 à 9 h (inscrits : 4)" in text_of(response, ".health__list div")
    assert text_of(response, ".health__scroll tbody tr")[0].startswith("Suivi, équipes et bilans 0 0 0 3")


def test_home_of_the_national_team_warns_when_it_is_red(swept, editor):
    assert text_of(editor.get(reverse(HOME)), ".help-critical strong") == []
    uncertain(1)
    cache.clear()
    assert text_of(editor.get(reverse(HOME)), ".help-critical strong") == [
        "Les envois du Tour demandent votre attention."
    ]


def test_home_of_the_national_team_says_that_all_mails_are_held_back(swept, editor):
    settings = ReminderSettings.current()
    settings.is_suspended = True
    settings.save()
    cache.clear()
    home = editor.get(reverse(HOME))
    assert text_of(home, ".help-warning strong") == ["Tous les envois du Tour sont suspendus."]
    assert f'href="{reverse("stages_reminders_suspend_all")}"' in home.content.decode()


def test_organiser_sees_neither_screen_nor_warning_nor_menu(swept, client):
    user = UserFactory()
    StagePageFactory().team.group.user_set.add(user)
    client.force_login(user)
    uncertain(1)
    assert client.get(reverse(SCREEN)).status_code == 404
    home = client.get(reverse(HOME))
    assert text_of(home, ".help-critical strong") == []
    assert reverse(SCREEN) not in home.content.decode()


@pytest.mark.parametrize(
    ("lag", "words"),
    [
        (timedelta(seconds=59), ""),
        (timedelta(minutes=1), "1\xa0minute"),
        (timedelta(minutes=59), "59\xa0minutes"),
        (timedelta(hours=2, minutes=5), "2\xa0heures"),
        (timedelta(days=1), "1\xa0jour"),
    ],
)
def test_lag_is_told_in_its_largest_unit(lag, words):
    assert duration(lag) == words


def boxes(client):
    page = BeautifulSoup(client.get(reverse(ACCOUNT)).content, "html.parser")
    return [box["name"] for box in page.select("input[name^=weekly_mails]")]


def test_account_offers_the_weekly_mails_that_are_one_s_own(home, client):
    organiser, national = UserFactory(), UserFactory(national=True)
    StagePageFactory().team.group.user_set.add(organiser)
    client.force_login(organiser)
    assert boxes(client) == ["weekly_mails-receives_nudges"]
    client.force_login(national)
    assert boxes(client) == ["weekly_mails-receives_nudges", "weekly_mails-receives_digest"]


@pytest.mark.parametrize("wanted", [True, False])
def test_account_changes_what_one_receives(home, client, wanted):
    user = UserFactory(receives_nudges=not wanted, first_name="Marie", last_name="Durand")
    StagePageFactory().team.group.user_set.add(user)
    client.force_login(user)
    typed = {
        "name_email-first_name": "Marie",
        "name_email-last_name": "Durand",
        "name_email-email": user.email,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }

    if wanted:
        typed["weekly_mails-receives_nudges"] = "on"
    assert client.post(reverse(ACCOUNT), typed).status_code == 302
    user.refresh_from_db()
    assert (user.receives_nudges, user.receives_digest) == (wanted, True)
