"""The page that documents the open data."""

from html import unescape

import pytest
from django.utils.html import strip_tags

from stages.domain.open_data import DATASETS
from tests.stages.views.open_data.files import FILES, SCHEMA

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, tour):
    return client.get("/donnees/").content.decode()


def test_page_documents_every_field(page):
    for dataset in DATASETS:
        for leaf in dataset.leaves:
            assert f"<code>{leaf.path}</code>" in page
            assert f"<code>{leaf.column}</code>" in page
            assert leaf.description in unescape(page)


def test_page_leads_to_every_file(client, page):
    assert [path for path in [*FILES, SCHEMA] if f'href="{path}"' not in page] == []


def test_page_says_licence_version_and_example(page):
    words = " ".join(strip_tags(unescape(page)).split())

    assert "https://www.etalab.gouv.fr/licence-ouverte-open-licence" in page
    assert "Licence Ouverte / Open Licence 2.0" in words
    assert "la version 1.0" in words
    assert "curl --fail --output etapes.csv 'https://tour.example/donnees/v1/etapes.csv?edition=tour-2014'" in words
    assert '<link rel="canonical" href="https://tour.example/donnees/">' in page


def test_every_page_leads_to_the_data(client, home):
    assert '<a href="/donnees/">Données ouvertes</a>' in client.get("/").content.decode()
