"""A Tour of any size, to find what grows with the number of rows."""

from datetime import date, time, timedelta
from decimal import Decimal

from partners.enums import MembershipRole, PartnerRole
from partners.models import PartnerMembership, ThemedPartner, ThemedPlace
from stages.domain.schedule import record_changes
from stages.models import (
    EditionPartner,
    Participation,
    PersonFunction,
    ProgrammeItem,
    Publication,
    StagePartner,
    ThemedStage,
)
from tests.factories import (
    EditionPageFactory,
    EditorialPageFactory,
    PartnerIndexPageFactory,
    PartnerPageFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    PlaceIndexPageFactory,
    PlacePageFactory,
    PressContactFactory,
    PressReleasePageFactory,
    SourceFactory,
    StagePageFactory,
    ThemeFactory,
    home_page,
)
from tour.models import Citation, KeyFigure

PROSE = [("heading", "Une étape"), ("paragraph", "<p>Une journée sur le <b>télétravail</b> et ses lieux.</p>")]
FIRST_YEAR = 2014


def make_tour(*, editions, stages, items, directory, rows):
    """Make a Tour; return the path of a page of each type, the one with the most around it.

    ``editions`` of ``stages`` each, with ``items`` programme items each; ``directory`` partners, networks, places and
    persons each; ``rows`` of all else: roles, participations, citations, figures, publications, press releases, themes.
    """
    themes = [ThemeFactory(name=f"Thème {n}") for n in range(rows)]
    sources = [SourceFactory(code=f"banc-{n}", title=f"Source {n}") for n in range(rows)]
    partners, places, people = make_directory(directory, rows, themes, sources)
    for year in range(FIRST_YEAR - editions + 1, FIRST_YEAR + 1):
        edition = EditionPageFactory(year=year, slug=f"tour-{year}", dated=True, body=PROSE)
        EditionPartner.objects.bulk_create(
            EditionPartner(edition=edition, partner=partner, role=PartnerRole.ORGANISER) for partner in partners[:rows]
        )
        make_rows(edition, rows, sources)
        for number in range(1, stages + 1):
            stage = make_stage(edition, number, places[0], themes)
            StagePartner.objects.bulk_create(
                StagePartner(stage=stage, partner=partner, role=role)
                for partner in partners[:rows]
                for role in (PartnerRole.PARTNER, PartnerRole.HOST)
            )
            make_rows(stage, rows, sources)
            make_programme(stage, items, rows, people)
    releases = [PressReleasePageFactory(parent=stage, slug=f"communique-{n}", issued=True) for n in range(rows)]
    for n in range(rows):
        PressContactFactory(press_release=releases[0], name=f"Contact {n}")
        EditorialPageFactory(title=f"Télétravail {n}", slug=f"teletravail-{n}", body=PROSE)
    record_changes()
    pages = {
        "home": home_page(),
        "edition": edition,
        "stage": stage,
        "press release": releases[0],
        "partners": partners[0].get_parent(),
        "partner": partners[0],
        "network": partners[-1],
        "places": places[0].get_parent(),
        "place": places[0],
        "people": people[0].get_parent(),
        "person": people[0],
    }
    return {
        **{name: page.url for name, page in pages.items()},
        "editorial": "/teletravail-0/",
        "search": "/recherche/?q=teletravail",
        "calendar list": "/calendrier/",
        "calendar month": f"/calendrier/?vue=mois&mois={FIRST_YEAR}-01",
        "calendar map": "/calendrier/?vue=carte",
        "calendar file, kept": "/calendrier.ics",
        "widget": "/calendrier/widget/",
        "announcements": "/annonces.atom",
        "sitemap": "/sitemap.xml",
        "open data": "/donnees/",
        "open data stages": "/donnees/v1/etapes.json",
        "open data programme": f"/donnees/v1/programme.csv?edition={edition.slug}",
        "open data partners": "/donnees/v1/partenaires.json",
        "open data route": "/donnees/v1/route.geojson",
    }


def make_directory(directory, rows, themes, sources):
    parents = [PartnerIndexPageFactory(), PlaceIndexPageFactory(), PersonIndexPageFactory()]
    partners = [PartnerPageFactory(parent=parents[0], slug=f"partenaire-{n}", body=PROSE) for n in range(directory)]
    networks = [PartnerPageFactory(parent=parents[0], slug=f"reseau-{n}", network=True) for n in range(directory)]
    places = [
        PlacePageFactory(
            parent=parents[1],
            slug=f"lieu-{n}",
            located=True,
            partner=partners[0],
            carrier_partner=partners[0],
        )
        for n in range(directory)
    ]
    people = [PersonPageFactory(parent=parents[2], slug=f"personne-{n}", body=PROSE) for n in range(directory)]
    PartnerMembership.objects.bulk_create(
        PartnerMembership(partner=partner, network=network, role=MembershipRole.MEMBER)
        for partner in partners
        for network in networks[-rows:]
    )
    PersonFunction.objects.bulk_create(
        PersonFunction(person=person, function=f"fonction {n}", partner=partners[0])
        for person in people
        for n in range(rows)
    )
    ThemedPartner.objects.bulk_create(
        ThemedPartner(content_object=page, tag=tag) for page in partners for tag in themes
    )
    ThemedPlace.objects.bulk_create(ThemedPlace(content_object=page, tag=tag) for page in places for tag in themes)
    for page in (partners[0], places[0], people[0]):
        make_rows(page, rows, sources)
    return partners + networks, places, people


def make_stage(edition, number, venue, themes):
    stage = StagePageFactory(
        parent=edition,
        slug=f"etape-{number}",
        position=number,
        timed=True,
        starts_on=date(edition.year, 1, 1) + timedelta(days=7 * (number - 1)),
        located=True,
        latitude=Decimal("43.5") + Decimal(number % 10) / 2,
        longitude=Decimal("-0.5") + Decimal(number % 7),
        venue=venue,
        body=PROSE,
        results=PROSE,
    )
    ThemedStage.objects.bulk_create(ThemedStage(content_object=stage, tag=tag) for tag in themes)
    return stage


def make_rows(page, rows, sources):
    """The rows that any page may have."""
    Citation.objects.bulk_create(
        Citation(page=page, statement=f"Sujet {n}", claim="Ce qui est dit.", source=source)
        for n, source in enumerate(sources)
    )
    KeyFigure.objects.bulk_create(
        KeyFigure(page=page, value=n + 1, unit="visiteurs", label=f"Chiffre {n}", source=source)
        for n, source in enumerate(sources)
    )
    Publication.objects.bulk_create(Publication(page=page, title=f"Article {n}") for n in range(rows))


def make_programme(stage, items, rows, people):
    made = ProgrammeItem.objects.bulk_create(
        ProgrammeItem(
            stage=stage, title=f"Moment {n}", sort_order=n, kinds=["talk", "break"], start_time=time(8 + n % 12, n % 60)
        )
        for n in range(items)
    )
    Participation.objects.bulk_create(
        Participation(item=item, person=person, function="présidente", sort_order=n)
        for item in made
        for n, person in enumerate(people[:rows])
    )
