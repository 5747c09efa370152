"""Declining the mails of every week."""

import pytest
from django.test import Client

from stages.domain import nudges
from stages.enums import DeliveryKind
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mail_program():
    """Without cookie or token of a form."""
    return Client(enforce_csrf_checks=True)


def path_of(user, kind):
    return nudges.declining_url(user, kind).removeprefix("http://127.0.0.1:8000")


def wants(user):
    user.refresh_from_db()
    return user.receives_nudges, user.receives_digest


@pytest.mark.parametrize(("kind", "left"), [(DeliveryKind.NUDGE, (False, True)), (DeliveryKind.DIGEST, (True, False))])
def test_one_click_of_a_mail_program_declines(home, mail_program, kind, left):
    user = UserFactory()
    for _ in range(2):
        response = mail_program.post(path_of(user, kind), {"List-Unsubscribe": "One-Click"})
        assert (response.status_code, wants(user)) == (200, left)
    assert "C’est fait" in response.content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(home, mail_program, method):
    user = UserFactory()
    response = getattr(mail_program, method)(path_of(user, DeliveryKind.NUDGE))
    assert (response.status_code, wants(user)) == (200, (True, True))


def test_link_is_of_one_person_and_one_purpose(home, mail_program):
    user, other = UserFactory(), UserFactory()
    path = path_of(user, DeliveryKind.NUDGE)
    for wrong in (path[:-2] + "x/", path.replace("arreter/", "arreter/x"), "/relances/arreter/x/"):
        assert mail_program.post(wrong).status_code == 404
    assert (wants(user), wants(other)) == ((True, True), (True, True))


def test_link_of_an_account_that_is_gone_is_not_found(home, mail_program):
    user = UserFactory()
    path = path_of(user, DeliveryKind.NUDGE)
    user.delete()
    assert mail_program.post(path).status_code == 404
