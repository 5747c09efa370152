"""What people are told besides pages of the admin: files, mails, what a form answers."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.models import Comment, CommentReply, PageSubscription

from tests.factories import DocumentFactory, PressReleasePageFactory, publish
from tests.permissions.deeds import client_of
from tests.permissions.world import SECRETS
from tour import access, admin_views
from tour.models import BasePage, Team
from tour.views.pages import EditView


def test_file_is_everybodys_once_its_page_is_online(world, client):
    a = world.holdings["A"]
    address = a.document.url

    assert client.get(address).status_code == 404
    assert client_of(world, "organiser B").get(address).status_code == 404
    assert client_of(world, "organiser A").get(address).status_code == 200

    publish(a.draft)

    assert client.get(address).status_code == 200


def test_file_of_a_private_page_is_not_everybodys(world):
    document = DocumentFactory(collection=world.hidden_document.collection)
    PressReleasePageFactory(parent=world.closed, document=document)

    assert access.may_download(AnonymousUser(), document) is False
    assert access.may_download(world.users["national"], document) is True


def test_comments_are_told_to_those_who_may_read_them(world, mailoutbox, rf):
    """Who left the team still follows the page in the database, and once spoke in a thread."""
    a = world.holdings["A"]
    gone, page = world.holdings["B"].asking, BasePage.objects.get(pk=a.page.pk)
    thread = Comment.objects.create(page=page, user=gone, text="Fil", contentpath="title")
    reply = CommentReply.objects.create(comment=thread, user=a.user, text="Réponse")
    other = Comment.objects.create(page=page, user=a.mate, text="Autre", contentpath="title")
    assert PageSubscription.objects.filter(page=page, user=gone).exists()

    view = EditView()
    view.page, view.request = page, rf.post("/")
    view.request.user = a.asking
    view.send_commenting_notifications(
        {"new_comments": [other], "resolved_comments": [], "deleted_comments": [], "new_replies": [(thread, [reply])]}
    )

    assert sorted(message.to[0] for message in mailoutbox) == [a.user.email]


def test_edit_view_of_every_page_is_ours(world):
    response = client_of(world, "organiser A").get(
        reverse("wagtailadmin_pages:edit", args=[world.holdings["A"].page.pk])
    )

    assert type(response.context["view"]) is EditView


@pytest.mark.parametrize("address", ["a@mesange.example", "inconnue@example.org"])
def test_password_reset_answers_alike(world, client, address):
    """Known or not, the address gets the same answer."""
    response = client.post(reverse("wagtailadmin_password_reset"), {"email": address})

    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_password_reset_done"))


def test_sign_in_answers_alike(world, client):
    def answer(address):
        response = client.post(reverse("wagtailadmin_login"), {"username": address, "password": "non"})
        text = response.content.decode().replace(address, "")
        return response.status_code, re.sub(r"\b[A-Za-z0-9]{64}\b", "(token)", text)

    assert answer("a@mesange.example") == answer("inconnue@example.org")


def test_collections_offered_are_ones_own(world):
    """The drop-down of a form names collections: the team's own, no other's."""
    page = client_of(world, "organiser A").get(reverse("wagtailimages:add_multiple")).content.decode()

    assert SECRETS["A"] in page
    assert [owner for owner in ("B", "P", "Q", "national") if SECRETS[owner] in page] == []


def test_files_bear_no_tags(world):
    """Wagtail offers to all the tags that some gave to their own files."""
    a = world.holdings["A"]
    client_of(world, "organiser A").post(
        reverse("wagtailimages:edit", args=[a.image.pk]),
        {"title": "Vue", "collection": a.collection.pk, "description": "x", "tags": "mot"},
    )

    a.image.refresh_from_db()
    assert (a.image.title, list(a.image.tags.all())) == ("Vue", [])


def test_unlisted_address_exists_for_superusers_only(world, rf):
    request = rf.get("/admin/nouvelle/")
    answers = {}
    for role in ("organiser A", "partner P", "reviewer", "national", "superuser"):
        request.user = world.users[role]
        answers[role] = admin_views.exists_for(request, "some_new_view", {})

    assert answers == {**dict.fromkeys(answers, False), "superuser": True}


def test_incomplete_form_is_refused_in_words(world):
    response = client_of(world, "organiser A").post(
        reverse("wagtailadmin_pages:edit", args=[world.holdings["A"].page.pk]), {"title": "Pris"}
    )

    assert (response.status_code, response.content.decode()) == (400, "Le formulaire est incomplet.")


def test_page_and_what_is_below_are_deleted_together(world):
    a = world.holdings["A"]

    response = client_of(world, "national").post(
        reverse("wagtail_bulk_action", args=["tour", "basepage", "delete"]) + f"?id={a.page.pk}&id={a.draft.pk}"
    )

    assert response.status_code == 302
    assert list(BasePage.objects.filter(pk__in=[a.page.pk, a.draft.pk])) == []


def test_group_of_a_team_is_not_deleted(world):
    group = world.holdings["A"].team.group

    page = client_of(world, "superuser").post(reverse("wagtailusers_groups:delete", args=[group.pk]), follow=True)

    assert "cet élément sert encore ailleurs" in page.content.decode()
    assert Team.objects.filter(group=group).exists()
