"""One's own account in the admin."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.users.models import UserProfile

from tests.factories import StagePageFactory, UserFactory

ADDRESS = "/admin/account/"
TYPED = {
    "name_email-first_name": "Marie",
    "name_email-last_name": "Martin",
    "name_email-email": "marie@mende.example",
    "theme-theme": "system",
    "theme-density": "default",
    "theme-contrast": "system",
}


@pytest.fixture
def organiser(client, home):
    user = UserFactory(email="marie@mende.example")
    StagePageFactory().team.group.user_set.add(user)
    client.force_login(user)
    return user


def eps():
    """A picture that Pillow reads with the help of Ghostscript."""
    written = BytesIO()
    Image.new("RGB", (800, 600)).save(written, "EPS")
    return SimpleUploadedFile("portrait.eps", written.getvalue())


def test_account_takes_a_name_and_no_picture(client, organiser):
    assert "avatar-avatar" not in client.get(ADDRESS).content.decode()

    saved = client.post(ADDRESS, {**TYPED, "avatar-avatar": eps()})

    organiser.refresh_from_db()
    assert (saved.status_code, str(organiser)) == (302, "Marie Martin")
    assert UserProfile.get_for_user(organiser).avatar.name == ""


def test_name_stays_on_one_line(client, organiser):
    client.post(ADDRESS, {**TYPED, "name_email-first_name": "Marie\r\n\r\nBcc: paul@mende.example"})

    organiser.refresh_from_db()
    assert organiser.first_name == "Marie Bcc: paul@mende.example"


def test_account_asks_to_log_in(client, home):
    answer = client.get(ADDRESS)

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/admin/login/?next={ADDRESS}")


def test_account_has_no_zone_of_its_own(client, organiser):
    assert "locale-current_time_zone" not in client.get(ADDRESS).content.decode()
