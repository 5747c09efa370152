"""Signing in, and asking for another password, as often as one may."""

import pytest
from django.conf import settings
from django.core.cache import cache

from tests.factories import UserFactory
from tests.factories.tour import PASSWORD
from tour.tries import RESET

TOO_MANY = "Trop d’essais avec cette adresse"


@pytest.fixture(autouse=True)
def nothing_tried():
    cache.clear()
    yield
    cache.clear()


def sign_in(client, email, password, address="10.0.0.1"):
    typed = {"username": email, "password": password}
    return client.post("/admin/login/", typed, REMOTE_ADDR=address)


@pytest.mark.parametrize("email", ["marie@mende.example", "inconnue@mende.example"])
def test_password_is_guessed_so_many_times_only(client, home, email):
    UserFactory(email="marie@mende.example")
    answers = [sign_in(client, email, f"essai {number}") for number in range(settings.AXES_FAILURE_LIMIT)]
    assert [TOO_MANY in answer.content.decode() for answer in answers] == [False] * (
        settings.AXES_FAILURE_LIMIT - 1
    ) + [True]

    refused = sign_in(client, email.upper(), PASSWORD)

    assert (refused.status_code, TOO_MANY in refused.content.decode()) == (429, True)


def test_others_and_other_places_still_sign_in(client, home):
    for email in ("marie@mende.example", "paul@mende.example"):
        UserFactory(email=email, national=True)
    for number in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, "marie@mende.example", f"essai {number}")

    assert sign_in(client, "paul@mende.example", PASSWORD).status_code == 302
    assert sign_in(client, "marie@mende.example", PASSWORD, "10.0.0.2").status_code == 302


def test_right_password_counts_for_nothing(client, home):
    UserFactory(email="marie@mende.example", national=True)
    for _time in range(settings.AXES_FAILURE_LIMIT + 1):
        assert sign_in(client, "marie@mende.example", PASSWORD).status_code == 302


def test_nobody_gets_mails_about_a_password_without_end(client, home, mailoutbox):
    UserFactory(email="marie@mende.example")
    answers = {
        client.post("/admin/password_reset/", {"email": "marie@mende.example"}).headers["Location"]
        for _time in range(RESET.most + 2)
    }

    assert answers == {"/admin/password_reset/done/"}
    assert len(mailoutbox) == RESET.most
