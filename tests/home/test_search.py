"""Site search: words without their accents, French stems on PostgreSQL, only what everybody may see."""

import pytest
from django.db import connection
from wagtail.models import PageViewRestriction

from home.search import LONGEST_QUERY, find_pages
from tests.factories import EditorialPageFactory, PersonFunctionFactory, PersonPageFactory, StagePageFactory

pytestmark = pytest.mark.django_db

is_postgresql = pytest.mark.parametrize("on", ["postgresql" if connection.vendor == "postgresql" else "sqlite"])


def found(query):
    return [page.title for page in find_pages(query)]


@pytest.mark.parametrize(
    "query", ["Télécentre", "TÉLÉCENTRE", "telecentre", "mende télécentre", "Te\u0301le\u0301centre", "_ télécentre"]
)
def test_accents_and_case_do_not_matter(home, query):
    EditorialPageFactory(title="Le télécentre de Mende")
    EditorialPageFactory(title="Le télescope de Nice")

    assert found(query) == ["Le télécentre de Mende"]


@is_postgresql
def test_forms_of_a_word_are_found_where_the_database_knows_french(home, on):
    EditorialPageFactory(title="Les étapes rurales")

    assert found("étape rurale") == (["Les étapes rurales"] if on == "postgresql" else [])


@pytest.mark.parametrize("path", ["/admin/pages/search/", "/admin/choose-page/search/"])
def test_signs_are_no_orders_in_the_admin_either(editor, home, path):
    assert editor.get(path, {"q": '"', "page_type": "home.editorialpage"}).status_code == 200


def test_all_the_words_are_asked_for(home):
    EditorialPageFactory(title="Coworking à Mende")
    EditorialPageFactory(title="Coworking à Paris")

    assert found("coworking mende") == ["Coworking à Mende"]


def test_page_with_the_word_in_its_title_comes_first(home):
    EditorialPageFactory(title="Autre page", summary="On y parle de coworking.")
    EditorialPageFactory(title="Coworking")

    assert found("coworking") == ["Coworking", "Autre page"]


def test_rows_and_prose_are_searched(home):
    PersonFunctionFactory(person=PersonPageFactory(title="Camille Martin"), function="bergère")
    stage = StagePageFactory(title="Mende", body=[("paragraph", "<p>On y danse la bourrée.</p>")], published=True)

    for page in (stage, *stage.get_siblings().specific()):
        page.save()
    assert found("bourrée") == ["Mende"]


def test_drafts_and_private_pages_are_not_found(home):
    EditorialPageFactory(title="Coworking en projet", draft=True)
    private = EditorialPageFactory(title="Coworking privé")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    EditorialPageFactory(title="Coworking sous clef", parent=private)

    assert found("coworking") == []


@pytest.mark.parametrize("query", ["", "   ", "\x00"])
def test_search_without_a_word_asks_for_one(client, home, query):
    response = client.get("/recherche/", {"q": query})

    assert response.status_code == 200
    assert "results" not in response.context


@pytest.mark.parametrize(
    "query", ["'", '"', "%", "a & b | !c", "(", "*", "\\", "😀", "<script>", "l'étape", "--", "NOT", "a" * 200]
)
def test_signs_are_no_orders(client, home, query):
    response = client.get("/recherche/", {"q": query})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_search_that_is_too_long_is_refused_with_what_was_typed(client, home):
    response = client.get("/recherche/", {"q": "étape " * 100})
    html = response.content.decode()

    assert f"{LONGEST_QUERY} caractères au plus" in html
    assert "étape étape" in html


@pytest.mark.parametrize(("page", "shown"), [("1", 1), ("2", 2), ("99", 2), ("0", 2), ("-1", 2), ("x", 1), ("", 1)])
def test_results_are_paginated_and_any_number_gives_a_page(client, home, page, shown):
    for number in range(21):
        EditorialPageFactory(title=f"Coworking {number:02}", slug=f"coworking-{number}")

    response = client.get("/recherche/", {"q": "coworking", "page": page})

    assert response.context["results"].number == shown
    assert response.context["results"].paginator.count == 21
    assert "<strong>21</strong> pages" in response.content.decode()


def test_search_cannot_be_posted(client, home):
    assert client.post("/recherche/", {"q": "étape"}).status_code == 405
