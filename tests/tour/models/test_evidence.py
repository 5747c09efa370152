"""Sources, citations, key figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.factories import CitationFactory, KeyFigureFactory, PartnerPageFactory, SourceFactory
from tests.factories.errors import errors_of
from tour.enums import Standing
from tour.models import KeyFigure

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(db):
    return PartnerPageFactory()


@pytest.mark.parametrize("standing", [Standing.CONFIRMED, Standing.CONTRADICTORY])
def test_citation_that_claims_something_needs_a_source(partner, standing):
    citation = CitationFactory(page=partner, doubtful=True)
    citation.standing = standing

    assert errors_of(citation) == {
        "source": ["Indiquez la source, ou choisissez «\u00a0À confirmer\u00a0» si aucune ne l’établit."]
    }


def test_citation_to_confirm_needs_none(partner):
    citation = CitationFactory(page=partner, doubtful=True)
    citation.full_clean()

    assert (str(citation), citation.standing) == ("Date de l’étape", "to_confirm")


def test_source_that_is_cited_cannot_be_deleted(partner):
    citation = CitationFactory(page=partner)
    with pytest.raises(ProtectedError):
        citation.source.delete()


def test_source_of_a_figure_cannot_be_deleted(partner):
    figure = KeyFigureFactory(page=partner, source=SourceFactory())
    with pytest.raises(ProtectedError):
        figure.source.delete()


def test_source_code_is_unique():
    SourceFactory(code="s1")

    with pytest.raises(IntegrityError), transaction.atomic():
        SourceFactory(code="s1")


def test_source_reads_as_title_and_publisher():
    assert str(SourceFactory.build(title="Compte rendu", publisher="ZeVillage")) == "Compte rendu (ZeVillage)"
    assert str(SourceFactory.build(title="Compte rendu")) == "Compte rendu"


def test_source_from_another_age_is_refused():
    source = SourceFactory()
    source.published_on = date(214, 10, 9)

    assert errors_of(source) == {"published_on": ["Cette date est hors de notre calendrier\u00a0: vérifiez l’année."]}


@pytest.mark.parametrize(
    ("value", "words"),
    [("50000.00", "visites\u00a0: 50000 m²"), ("3.50", "visites\u00a0: 3.5 m²"), ("0.00", "visites\u00a0: 0 m²")],
)
def test_figure_reads_without_needless_decimals(partner, value, words):
    figure = KeyFigureFactory(page=partner, value=Decimal(value), label="visites", unit="m²")

    assert str(KeyFigure.objects.get(pk=figure.pk)) == words


def test_figure_as_typed_before_it_is_saved_reads_too(partner):
    assert str(KeyFigureFactory.build(page=partner, value=120)) == "inscrits\u00a0: 120 participants"
    assert str(KeyFigureFactory.build(page=partner, value=None)) == "inscrits\u00a0: participants"


def test_evidence_of_a_page_goes_with_it(partner):
    citation = CitationFactory(page=partner)
    partner.delete()

    assert type(citation).objects.count() == 0
