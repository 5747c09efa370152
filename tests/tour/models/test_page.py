"""What all pages share."""

import pytest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction

from stages.models import StagePage
from tests.factories import (
    EditionPageFactory,
    EditorialPageFactory,
    PartnerIndexPageFactory,
    PartnerPageFactory,
    PersonPageFactory,
    PlacePageFactory,
    PressReleasePageFactory,
    StagePageFactory,
)
from tour.models import BasePage
from tour.models.page import specific_links

pytestmark = pytest.mark.django_db


def hide(page, kind=PageViewRestriction.LOGIN):
    PageViewRestriction.objects.create(page=page, restriction_type=kind)


def test_visible_are_live_pages_that_no_page_above_hides(home):
    shown, below, hidden = (EditionPageFactory(year=year) for year in (2014, 2013, 2012))
    StagePageFactory(parent=shown, title="montrée")
    StagePageFactory(parent=shown, title="brouillon", draft=True)
    StagePageFactory(parent=hidden, title="sous une page privée")
    hide(StagePageFactory(parent=below, title="privée"))
    hide(hidden)

    assert [stage.title for stage in StagePage.objects.visible()] == ["montrée"]


def test_visible_agrees_with_wagtail(home):
    for year in (2012, 2013, 2014):
        edition = EditionPageFactory(year=year)
        StagePageFactory(parent=edition)
        if year == 2013:
            hide(edition)
    ours = set(BasePage.objects.visible().values_list("pk", flat=True))

    assert ours == set(BasePage.objects.live().public().values_list("pk", flat=True))


def test_visible_is_one_query(home, django_assert_num_queries):
    for year in (2012, 2013, 2014):
        hide(StagePageFactory(parent=EditionPageFactory(year=year)))

    with django_assert_num_queries(1):
        assert StagePage.objects.visible().count() == 0


@pytest.mark.parametrize(
    ("factory", "label"),
    [
        (EditionPageFactory, "édition"),
        (StagePageFactory, "étape"),
        (PressReleasePageFactory, "communiqué de presse"),
        (PartnerPageFactory, "partenaire"),
        (PlacePageFactory, "lieu"),
        (PersonPageFactory, "intervenant"),
        (EditorialPageFactory, "page éditoriale"),
        (PartnerIndexPageFactory, "index des partenaires"),
    ],
)
def test_kind_label_of_a_page_read_as_a_base_page(factory, label):
    page = BasePage.objects.get(pk=factory().pk)

    assert page.kind_label == label


def test_description_is_the_one_written_else_the_summary():
    assert BasePage(summary="Résumé", search_description="Écrite").description == "Écrite"
    assert BasePage(summary="Résumé").description == "Résumé"


def test_page_is_found_by_its_whole_path_in_one_query_after_the_site_s(home, django_assert_num_queries):
    stage = StagePageFactory(title="Mende")
    request = RequestFactory().get("/tour-2014/mende/")

    with django_assert_num_queries(2):
        found = BasePage.route_for_request(request, "tour-2014/mende/")
        assert (type(found.page), found.page.pk) == (StagePage, stage.pk)


@pytest.mark.parametrize("path", ["tour-2014/mende/brouillon/", "nulle-part/", "tour-2014//mende/"])
def test_path_that_is_no_live_page_is_not_found(client, home, path):
    StagePageFactory(title="Mende")

    assert client.get(f"/{path}").status_code == 404


def test_draft_is_not_found(client, home):
    StagePageFactory(title="Mende", draft=True)

    assert client.get("/tour-2014/mende/").status_code == 404


def test_private_page_asks_for_a_password(client, home):
    hide(StagePageFactory(title="Mende"), PageViewRestriction.PASSWORD)

    assert client.get("/tour-2014/mende/").templates[0].name == "wagtailcore/password_required.html"


def test_page_below_a_private_page_asks_for_a_login(client, home):
    hide(StagePageFactory(title="Mende").get_parent())

    assert client.get("/tour-2014/mende/").status_code == 302


def test_each_page_type_has_its_link():
    assert set(specific_links()) == {
        "editionpage",
        "editorialpage",
        "homepage",
        "partnerindexpage",
        "partnerpage",
        "personindexpage",
        "personpage",
        "placeindexpage",
        "placepage",
        "pressreleasepage",
        "stagepage",
    }
