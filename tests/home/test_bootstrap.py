"""What every site starts from: made once, then the editors'."""

import pytest
from django.contrib.auth.models import Group
from django.core import serializers
from django.core.management import call_command
from wagtail.models import Site, Workflow

from home.bootstrap import bootstrap
from home.models import EditorialPage, HomePage
from tests.factories import EditForm, UserFactory
from tour.models import BasePage, Theme

pytestmark = pytest.mark.django_db


def everything():
    """All that a second run might touch, as text."""
    return serializers.serialize(
        "json", [*BasePage.objects.all(), *Site.objects.all(), *Group.objects.all(), *Theme.objects.all()]
    )


def test_new_site_has_its_tree_its_vocabulary_and_its_team(client):
    call_command("bootstrap_site", verbosity=0)

    home = HomePage.objects.get()
    assert Site.objects.get().root_page_id == home.pk
    assert [page.slug for page in home.get_children().live()] == [
        "partenaires",
        "lieux",
        "intervenants",
        "le-tour",
        "accessibilite",
        "mentions-legales",
    ]
    assert Theme.objects.count() == 26
    assert [group.name for group in Group.objects.all()] == ["Équipe nationale"]
    assert [task.name for task in Workflow.objects.get().tasks] == ["l’équipe nationale"]
    assert {
        client.get(page.url).status_code for page in BasePage.objects.live().descendant_of(home, inclusive=True)
    } == {200}


def test_second_run_changes_nothing():
    bootstrap()
    before = everything()

    assert bootstrap() == "Le site existe déjà\u00a0: rien à faire."
    assert everything() == before


def test_what_editors_changed_or_deleted_stays_so(client):
    bootstrap()
    user = UserFactory()
    user.groups.add(Group.objects.get())
    client.force_login(user)
    page = EditorialPage.objects.get(slug="le-tour")
    assert EditForm(client, page).fill(title="Notre Tour").publish().was_saved is True
    EditorialPage.objects.get(slug="accessibilite").delete()
    Theme.objects.get(slug="coworking").delete()

    bootstrap()

    assert EditorialPage.objects.get(pk=page.pk).title == "Notre Tour"
    assert not EditorialPage.objects.filter(slug="accessibilite").exists()
    assert not Theme.objects.filter(slug="coworking").exists()


def test_site_answers_at_the_address_of_the_settings(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://tour.example"
    bootstrap()
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("tour.example", 443)

    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8123"

    assert bootstrap() == "Adresse du site\u00a0: http://127.0.0.1:8123."
    assert (Site.objects.get().hostname, Site.objects.get().port) == ("127.0.0.1", 8123)
