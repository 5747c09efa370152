"""Deleting what other pages hold: refused in words, never an error of the server."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from stages.enums import StageStatus
from stages.models import Follow, StagePage
from tests.factories import (
    CitationFactory,
    ConsentFactory,
    EditionPartnerFactory,
    KeyFigureFactory,
    MembershipFactory,
    ParticipationFactory,
    PartnerPageFactory,
    PersonPageFactory,
    PlacePageFactory,
    SourceFactory,
    StagePageFactory,
    StagePartnerFactory,
    SubscriptionFactory,
    publish,
)
from tour import clock
from tour.deletion import holders, refusal
from tour.models import BasePage, Source

pytestmark = pytest.mark.django_db

CONFIRMED = {"wagtail_site_name": "Tour du Télétravail"}


def said(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def delete(editor, page):
    return editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), CONFIRMED)


def delete_together(editor, *pages):
    query = "&".join(f"id={page.pk}" for page in pages)
    home = reverse("wagtailadmin_home")
    return editor.post(
        f"{reverse('wagtail_bulk_action', args=['tour', 'basepage', 'delete'])}?{query}&next={home}", CONFIRMED
    )


LEAF = (
    "Suppression impossible\u00a0: «\u00a0{held}\u00a0» figure encore dans «\u00a0{holder}\u00a0». "
    "Retirez cette mention d’abord, ou dépubliez la page au lieu de la supprimer."
)
TREE = (
    "Suppression impossible\u00a0: des pages sous «\u00a0{held}\u00a0» figurent encore dans «\u00a0{holder}\u00a0». "
    "Retirez ces mentions d’abord, ou dépubliez au lieu de supprimer."
)


def role_in_a_stage():
    role = StagePartnerFactory()
    return role.partner, role.stage


def role_in_an_edition():
    role = EditionPartnerFactory()
    return role.partner, role.edition


def network_of_a_member():
    membership = MembershipFactory()
    return membership.network, membership.partner


def person_of_a_programme():
    part = ParticipationFactory(with_page=True)
    return part.person, part.item.stage


@pytest.mark.parametrize("hold", [role_in_a_stage, role_in_an_edition, network_of_a_member, person_of_a_programme])
def test_page_that_is_held_is_not_deleted_and_the_holder_is_named(editor, home, hold):
    held, holder = hold()
    message = LEAF.format(held=held.title, holder=holder.title)

    for response in (
        editor.get(reverse("wagtailadmin_pages:delete", args=[held.pk])),
        delete(editor, held),
    ):
        assert response.status_code == 302
        assert message in said(response)
        assert response.url == reverse("wagtailadmin_explore", args=[held.get_parent().pk])
    assert BasePage.objects.filter(pk=held.pk).exists() is True


@pytest.mark.parametrize("hold", [role_in_a_stage, person_of_a_programme])
def test_index_of_a_page_that_is_held_is_not_deleted(editor, home, hold):
    held, holder = hold()
    index = held.get_parent()

    response = delete(editor, index)

    assert said(response) == [TREE.format(held=index.title, holder=holder.title)]
    assert BasePage.objects.filter(pk__in=[index.pk, held.pk]).count() == 2


def test_index_of_a_page_that_is_held_is_not_deleted_together_with_others(editor, home):
    held, holder = role_in_a_stage()
    place = PlacePageFactory()

    response = delete_together(editor, held.get_parent(), place)

    assert response.status_code == 302
    assert said(response) == [TREE.format(held="Partenaires", holder=holder.title)]
    assert BasePage.objects.filter(pk__in=[held.pk, place.pk]).count() == 2


def test_page_that_is_held_is_shown_without_a_way_to_delete_it_together_with_others(editor, home):
    held, _ = role_in_a_stage()
    url = f"{reverse('wagtail_bulk_action', args=['tour', 'basepage', 'delete'])}?id={held.pk}"

    shown = editor.get(url).content.decode()

    assert "l'empêche d'être supprimé" in shown
    assert "Oui, supprimer" not in shown


def test_page_that_nothing_holds_is_deleted(editor, home):
    partner, person = PartnerPageFactory(), PersonPageFactory()

    assert said(delete(editor, partner)) == [f"Page «\u00a0{partner.title}\u00a0» supprimée."]
    assert delete_together(editor, person).status_code == 302
    assert BasePage.objects.filter(pk__in=[partner.pk, person.pk]).exists() is False


def test_holder_is_deleted_with_its_rows_and_what_it_held_stays(editor, home):
    held, stage = role_in_a_stage()
    delete(editor, stage)

    assert StagePage.objects.exists() is False
    assert holders(held) == []
    assert BasePage.objects.filter(pk=held.pk).exists() is True


def test_edition_is_deleted_with_its_stages(editor, home):
    stage = ParticipationFactory(with_page=True).item.stage
    delete(editor, stage.get_parent())

    assert StagePage.objects.exists() is False


def test_refusal_names_a_few_pages_and_counts_the_others():
    partner = PartnerPageFactory.build(title="POLeN", numchild=0)
    stages = [StagePageFactory.build(title=f"Étape {n}") for n in range(1, 9)]

    assert "«\u00a0Étape 5\u00a0» et 3 autres pages. " in refusal(partner, stages)
    assert "«\u00a0Étape 5\u00a0» et une autre page. " in refusal(partner, stages[:6])
    assert "«\u00a0Étape 4\u00a0», «\u00a0Étape 5\u00a0». " in refusal(partner, stages[:5])


def test_holders_are_named_once_and_by_title():
    partner = PartnerPageFactory()
    for title, role in [("Mende", "host"), ("Bordeaux", "support")]:
        stage = StagePageFactory(title=title)
        StagePartnerFactory(stage=stage, partner=partner, role=role)
        StagePartnerFactory(stage=stage, partner=partner, role="opening")

    assert [holder.title for holder in holders(partner)] == ["Bordeaux", "Mende"]


def test_titles_of_holders_are_no_markup(editor, home):
    held, stage = role_in_a_stage()
    stage.title = stage.draft_title = "<script>alert(1)</script>"
    stage.save()

    shown = editor.get(reverse("wagtailadmin_pages:delete", args=[held.pk]), follow=True).content.decode()

    assert "«\u00a0&lt;script&gt;alert(1)&lt;/script&gt;\u00a0»" in shown


# --- Followers -------------------------------------------------------------------------------------


@pytest.fixture
def followed(home, clock_at):
    """Mende, on 9 October 2014, that two people follow and a third asked to; it is 1 September."""
    clock_at("2014-09-01T10:00")
    stage = StagePageFactory(published=True, timed=True, title="Mende")
    for _ in range(2):
        SubscriptionFactory(follows=stage)
    Follow.objects.create(
        subscription=SubscriptionFactory(), scope="stage", stage=stage, consent=ConsentFactory(), asked_at=clock.now()
    )
    SubscriptionFactory(follows="tour")
    return stage


FOLLOWED = (
    "Suppression impossible\u00a0: 2 personnes suivent par e-mail «\u00a0Mende\u00a0», encore à venir. "
    "Annulez d’abord, pour que cela se sache, ou dépubliez."
)


@pytest.mark.parametrize("way", ["alone", "together", "with its edition"])
def test_stage_to_come_that_somebody_follows_is_not_deleted(editor, followed, way):
    other = PlacePageFactory()
    if way == "together":
        response = delete_together(editor, followed, other)
    else:
        response = delete(editor, followed if way == "alone" else followed.get_parent())
    assert said(response) == [FOLLOWED]
    assert BasePage.objects.filter(pk__in=[followed.pk, other.pk]).count() == 2
    assert Follow.objects.filter(stage=followed).count() == 3


@pytest.mark.parametrize("first", ["cancelled", "unpublished"])
def test_followed_stage_that_is_off_is_deleted(editor, followed, first):
    if first == "cancelled":
        publish(followed, status=StageStatus.CANCELLED)
    else:
        followed.unpublish()
    delete(editor, StagePage.objects.get(pk=followed.pk))
    assert StagePage.objects.exists() is False


def test_stage_that_is_over_or_that_nobody_follows_is_deleted(editor, followed, clock_at):
    delete(editor, StagePageFactory(published=True, timed=True, title="Rodez"))
    clock_at("2014-10-10T10:00")
    delete(editor, followed)
    assert StagePage.objects.exists() is False


# --- Sources --------------------------------------------------------------------------------------


def source_url(source):
    return reverse(source.snippet_viewset.get_url_name("delete"), args=[source.pk])


@pytest.mark.parametrize("factory", [CitationFactory, KeyFigureFactory])
def test_source_that_is_cited_is_shown_without_a_way_to_delete_it(editor, home, factory):
    source = SourceFactory()
    factory(page=StagePageFactory(), source=source)

    shown = editor.get(source_url(source)).content.decode()

    assert "l'empêche d'être supprimé" in shown
    assert "Oui, supprimer" not in shown
    assert editor.post(source_url(source)).status_code == 302
    assert Source.objects.filter(pk=source.pk).exists() is True


def test_source_that_nothing_cites_is_deleted(editor, home):
    source = SourceFactory()
    editor.post(source_url(source))

    assert Source.objects.exists() is False
