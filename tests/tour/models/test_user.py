"""Who may log in."""

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from tests.factories import UserFactory
from tests.factories.errors import errors_of
from tests.factories.tour import PASSWORD
from tour.models import User

pytestmark = pytest.mark.django_db


def test_user_is_known_by_mail_whatever_its_case(rf):
    user = UserFactory(email="Camille@Example.org")

    assert user.email == "camille@example.org"
    assert authenticate(rf.post("/admin/login/"), username="CAMILLE@example.ORG", password=PASSWORD) == user


def test_user_with_a_wrong_password_is_nobody(rf):
    UserFactory(email="camille@example.org")

    assert authenticate(rf.post("/admin/login/"), username="camille@example.org", password="autre chose") is None


def test_user_needs_an_address():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_two_users_may_not_share_an_address_whatever_its_case(rf):
    UserFactory(email="camille@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="CAMILLE@example.org")])


def test_address_taken_is_said_in_french():
    UserFactory(email="camille@example.org")
    user = User(email="camille@example.org", password="x")

    assert errors_of(user) == {"email": ["Un compte existe déjà avec cette adresse."]}


def test_address_taken_in_another_case_is_said_in_french():
    UserFactory(email="camille@example.org")
    user = User(email="Camille@example.org", password="x")

    assert errors_of(user) == {"email": ["Un compte existe déjà avec cette adresse."]}


def test_user_reads_as_name_else_address():
    assert str(User(email="camille@example.org", first_name="Camille", last_name="Martin")) == "Camille Martin"
    assert str(User(email="camille@example.org")) == "camille@example.org"


def test_superuser_may_do_everything():
    user = User.objects.create_superuser("chef@example.org", PASSWORD)

    assert (user.is_staff, user.is_superuser) == (True, True)
