"""The documented Tour: loaded once, and held to the documents it comes from."""

import re
from datetime import time
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils.html import strip_tags
from PIL import Image
from wagtail.models import Collection

from home import demo
from partners.enums import PartnerRole, PlaceKind
from partners.models import PartnerPage, PlacePage
from stages.enums import Attendance, DateKind, StageKind
from stages.models import EditionPage, Participation, PressReleasePage, ProgrammeItem, StagePage
from tour.enums import Standing
from tour.models import BasePage, Citation, KeyFigure, TourDocument, TourImage

#: The press release as it was sent; asterisks are its italics and bold type.
AS_SENT = Path(__file__).with_name("communique-mende-2014.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def documented_tour(django_db_setup, django_db_blocker):
    """The documented Tour, loaded once for this module and then undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("bootstrap_site", verbosity=0)
        demo.run()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def db():
    """What a test changes is undone after it.

    The name counts: by it pytest-django knows that a test database is needed. Run alone, this module would otherwise
    work on the database of whoever runs it.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def during_demo(settings):
    settings.TOUR_CLOCK_START = "2014-10-01T09:00"


def plain(text):
    """The words of a text, whatever its markup, its spaces and its apostrophes."""
    text = strip_tags(text.replace("</p>", " ").replace("</h2>", " "))
    return " ".join(text.replace("*", "").replace("’", "'").split())


def signs(text):
    """The same without what French typography puts in its own way: spaces, colons, quotation marks."""
    return re.sub(r"[\s:«»\"]", "", plain(text))


def edition(year):
    return EditionPage.objects.get(year=year)


def stages_of(year):
    return StagePage.objects.child_of(edition(year)).in_tour_order()


# --- 2014 -----------------------------------------------------------------------------------------


def test_stages_of_2014_are_the_five_in_their_order():
    assert [(stage.position, stage.title, stage.slug, stage.date_kind, stage.kind) for stage in stages_of(2014)] == [
        (1, "Saint-Étienne", "saint-etienne", DateKind.UNKNOWN, StageKind.URBAN),
        (2, "Strasbourg", "strasbourg", DateKind.UNKNOWN, StageKind.URBAN),
        (3, "Bordeaux", "bordeaux", DateKind.UNKNOWN, StageKind.URBAN),
        (4, "Paris La Défense", "paris", DateKind.PERIOD, StageKind.URBAN),
        (5, "Mende", "mende", DateKind.EXACT, StageKind.RURAL),
    ]


@pytest.mark.parametrize("slug", ["saint-etienne", "strasbourg", "bordeaux"])
def test_what_no_document_gives_of_a_stage_is_empty(slug):
    stage = StagePage.objects.child_of(edition(2014)).get(slug=slug)

    assert (stage.place_name, stage.programme_items.count(), stage.partner_roles.count()) == ("", 0, 0)
    assert (stage.key_figures.count(), stage.publications.count(), stage.day_count) == (0, 0, None)
    to_confirm = stage.citations.filter(standing=Standing.TO_CONFIRM)
    assert "Date de l’étape" in [citation.statement for citation in to_confirm]


def test_la_defense_shows_both_months_with_their_documents():
    paris = stages_of(2014).get(slug="paris")

    assert [
        (c.claim, c.source.code) for c in paris.citations.filter(standing="contradictory", statement__startswith="Date")
    ] == [
        ("En mai 2014.", "s6"),
        ("En juin 2014.", "s7"),
    ]
    assert (paris.starts_on.isoformat(), paris.ends_on.isoformat(), paris.day_count) == ("2014-05-01", "2014-06-30", 2)
    assert {(role.partner.slug, role.role) for role in paris.partner_roles.all()} == {
        ("defacto", PartnerRole.HOST),
        ("conseil-general-des-hauts-de-seine", PartnerRole.PARTNER),
        ("travailler-autrement", PartnerRole.PARTNER),
    }
    assert [(figure.value, figure.unit) for figure in paris.key_figures.all()] == [(250, "m²")]


# --- Mende and its press release ------------------------------------------------------------------


@pytest.fixture
def mende():
    return stages_of(2014).get(slug="mende")


@pytest.fixture
def release(mende):
    return PressReleasePage.objects.child_of(mende).get()


def test_press_release_is_worded_as_it_was_sent(release):
    sent = signs(AS_SENT)
    body, footnote = signs(str(release.body)), signs(release.footnote)

    assert body == sent[sent.index("Lancéen2011") : sent.index("Retrouvez")]
    assert sent[sent.index("Retrouvez") :].startswith(footnote.removesuffix(".").replace("pagedel", "[pagedel"))
    assert signs(release.title) in sent


def test_press_release_has_no_date_and_its_two_contacts(release):
    assert release.issued_on is None
    contacts = [(c.name, c.phone, c.email) for c in release.contacts.all()]
    assert [name for name, _, _ in contacts] == ["Vincent Gatin", "Adeline Vitrolles"]
    printed = plain(AS_SENT).lower()
    assert [detail for contact in contacts for detail in contact if detail.lower() not in printed] == []


def test_programme_of_mende_is_that_of_the_press_release(mende):
    printed = [
        (time(int(hour), int(minute or 0)), plain(words))
        for hour, minute, words in re.findall(r"^(\d+)h(\d\d)? ?[:–-] ?(.+)$", AS_SENT, re.MULTILINE)
    ]
    timed = [(item.start_time, plain(item.title)) for item in mende.programme_items.filter(is_all_day=False)]

    assert [at for at, _ in timed] == [at for at, _ in printed]
    assert len(timed) == 9
    titles = [(signs(title), signs(words)) for (_, title), (_, words) in zip(timed, printed, strict=True)]
    assert [(title, words) for title, words in titles if not words.startswith(title)] == []


def test_what_lasts_all_day_at_mende_is_that_of_the_press_release(mende):
    line = signs(re.search(r"^Tout au long de la journée : .+$", AS_SENT, re.MULTILINE)[0]).lower()
    all_day = [signs(item.title).lower() for item in mende.programme_items.filter(is_all_day=True)]

    assert len(all_day) == 3
    assert [title for title in all_day if title not in line] == []


def test_no_end_is_typed_at_mende_and_all_is_provisional(mende):
    assert {(item.end_time, item.is_provisional) for item in mende.programme_items.all()} == {(None, True)}
    assert (mende.opening_time, mende.closing_time) == (time(8, 30), None)


def test_speakers_of_mende_are_as_announced_and_as_they_came(mende):
    parts = Participation.objects.filter(item__stage=mende).order_by("item__sort_order", "sort_order")

    assert [(p.shown_name, p.is_announced, p.attendance, p.is_alternate) for p in parts] == [
        ("le président du conseil général de la Lozère", True, Attendance.PRESENT, False),
        ("le préfet", True, Attendance.UNKNOWN, False),
        ("Jean-Paul Pourquier", False, Attendance.PRESENT, False),
        ("Marie-Paule Demiguel", False, Attendance.PRESENT, False),
        ("Xavier de Mazenod", True, Attendance.PRESENT, False),
        ("Nathanaël Mathieu", True, Attendance.UNKNOWN, False),
        ("Bruno Moriset", True, Attendance.UNKNOWN, False),
        ("Laurent Caplat", True, Attendance.UNKNOWN, False),
        ("Dominique Valentin", True, Attendance.UNKNOWN, False),
        ("Laurent Raybaud", True, Attendance.UNKNOWN, False),
        ("Colin Lalouette", True, Attendance.UNKNOWN, False),
        ("Loïc Richer", True, Attendance.UNKNOWN, False),
        ("Vanik Berberian", True, Attendance.UNKNOWN, False),
        ("John Billard", True, Attendance.UNKNOWN, True),
    ]


def test_partners_of_mende_have_their_roles(mende):
    assert [(role.partner.slug, role.role) for role in mende.partner_roles.all()] == [
        ("zevillage", PartnerRole.ORGANISER),
        ("lbmg-worklabs", PartnerRole.ORGANISER),
        ("openscop", PartnerRole.ORGANISER),
        ("mdecs", PartnerRole.LOCAL_ORGANISER),
        ("lozere-developpement", PartnerRole.LOCAL_ORGANISER),
        ("polen", PartnerRole.HOST),
        ("amrf", PartnerRole.SUPPORT),
        ("conseil-general-de-la-lozere", PartnerRole.OPENING),
    ]
    assert (mende.venue.slug, mende.venue.partner.slug) == ("polen", "polen")


# --- 2012, partners, places -----------------------------------------------------------------------


def test_2012_is_an_archive_with_its_eleven_towns():
    assert [stage.title for stage in stages_of(2012)] == [
        "Paris",
        "Strasbourg",
        "Lyon",
        "Saint-Étienne",
        "Marseille",
        "Toulouse",
        "Rennes",
        "Alençon",
        "Angers",
        "Compiègne",
        "Marne-la-Vallée",
    ]
    archive = edition(2012)
    assert [role.partner.slug for role in archive.partner_roles.all()] == [
        "zevillage",
        "lbmg-worklabs",
        "openscop",
        "neo-nomade",
    ]
    assert (archive.ordinal, archive.starts_on, archive.ends_on.isoformat()) == (1, None, "2012-12-18")


def test_neo_nomade_organised_2012_only():
    neo_nomade = PartnerPage.objects.get(slug="neo-nomade")
    assert [role.edition.year for role in neo_nomade.edition_roles.all()] == [2012]


def test_fourteen_organisations_without_an_invented_logo():
    assert PartnerPage.objects.count() == 14
    assert PartnerPage.objects.exclude(logo=None).count() == 0
    assert [p.slug for p in PartnerPage.objects.all() if p.summary == "" or p.citations.count() == 0] == []


def test_seven_telecentres_of_lozere_and_none_of_later():
    telecentres = PlacePage.objects.filter(kind=PlaceKind.TELECENTRE, department="48")
    assert sorted(place.city for place in telecentres) == [
        "Fournels",
        "Langogne",
        "Marvejols",
        "Mende",
        "Meyrueis",
        "Saint-Chély-d’Apcher",
        "Villefort",
    ]
    assert set(PlacePage.objects.exclude(department="48").values_list("slug", flat=True)) == {"au-comptoir-numerique"}


# --- Sources --------------------------------------------------------------------------------------


def test_every_confirmed_or_contradictory_statement_and_every_figure_has_its_document():
    assert Citation.objects.exclude(standing=Standing.TO_CONFIRM).filter(source=None).count() == 0
    assert KeyFigure.objects.filter(source=None).count() == 0


def test_contradictions_have_at_least_two_sides():
    sides = {}
    for citation in Citation.objects.filter(standing=Standing.CONTRADICTORY):
        sides.setdefault((citation.page_id, citation.statement), set()).add(citation.source_id)
    assert sides
    assert [key for key, documents in sides.items() if len(documents) < 2] == []


def test_what_is_only_believed_is_not_published(client):
    """Marked [B], or of after 2014, in what is known of the Tour."""
    pages = BasePage.objects.live().public().filter(depth__gt=1)
    believed = ["L’Atelier", "Tiers-lieu solidaire", "Antirouille", "Fabrique de territoire", "Streiff"]
    published = {page.url: client.get(page.url).content.decode() for page in pages}
    assert [(url, word) for url, html in published.items() for word in believed if word in html] == []


def test_pages_keep_to_french_typography(client):
    """No sign that a line could begin with, no straight apostrophe, in any page of the demonstration."""
    faults = []
    for page in BasePage.objects.live().filter(depth__gt=1).specific():
        if isinstance(page, PressReleasePage):
            continue  # worded as it was sent
        html = client.get(page.url).content.decode()
        main = re.sub(r"<(script|style|code)\b.*?</\1>", "", html[html.index("<body") :], flags=re.DOTALL)
        text = strip_tags(re.sub(r"<a [^>]*>https?:[^<]*</a>", "", main))
        faults += [(page.url, found) for found in re.findall(r".{12}(?:« \S| [»;:?!]|\w'\w).{8}", text)]
    assert faults == []


# --- Loading --------------------------------------------------------------------------------------


def test_second_run_changes_nothing():
    counts = {model: model.objects.count() for model in (BasePage, ProgrammeItem, Participation, Citation)}
    edited = StagePage.objects.get(slug="mende", title="Mende")
    edited.title = "Mende, en Lozère"
    edited.save_revision().publish()

    assert demo.run() == "Le Tour est déjà là : rien n’est changé."
    assert {model: model.objects.count() for model in counts} == counts
    assert StagePage.objects.get(pk=edited.pk).title == "Mende, en Lozère"


def test_tour_that_was_deleted_does_not_come_back():
    for year in (2014, 2012):
        edition(year).delete()

    assert demo.run() == "Le Tour est déjà là : rien n’est changé."
    assert EditionPage.objects.count() == 0


def test_newest_edition_comes_first_in_the_menu(client):
    html = client.get("/").content.decode()
    menu = re.search(r'<ul class="main-nav__list">(.*?)</ul>', html, re.DOTALL)[1]
    assert re.findall(r'href="([^"]+)"', menu) == [
        "/calendrier/",
        "/tour-2014/",
        "/partenaires/",
        "/lieux/",
        "/intervenants/",
        "/le-tour/",
    ]


# --- Accounts -------------------------------------------------------------------------------------


def test_accounts_are_made_once_and_keep_their_password(during_demo):
    said = demo.run(accounts=True)
    assert [line.strip() for line in said.splitlines()[1:]] == [
        "équipe nationale : nationale@tour.example / etape-2014-demo",
        "organisatrice de Mende : mende@tour.example / etape-2014-demo",
        "ZeVillage : zevillage@tour.example / etape-2014-demo",
    ]
    user = get_user_model().objects.get(email="mende@tour.example")
    assert user.check_password("etape-2014-demo")
    user.set_password("un-autre-mot-de-passe")
    user.save()

    demo.run(accounts=True)

    assert get_user_model().objects.get(pk=user.pk).check_password("un-autre-mot-de-passe")
    assert get_user_model().objects.count() == 3


def test_accounts_that_were_deleted_or_renamed_do_not_come_back(during_demo):
    demo.run(accounts=True)
    get_user_model().objects.get(email="zevillage@tour.example").delete()
    Group.objects.filter(name="Étape de Mende").update(name="Mende 2014")
    groups = Group.objects.count()

    said = demo.run(accounts=True)

    assert "zevillage@tour.example" not in said
    assert (get_user_model().objects.count(), Group.objects.count()) == (2, groups)


def test_accounts_edit_their_page_and_no_other(during_demo):
    demo.run(accounts=True)
    mende, paris = (StagePage.objects.child_of(edition(2014)).get(slug=slug) for slug in ("mende", "paris"))
    zevillage = PartnerPage.objects.get(slug="zevillage")
    pages = [mende, paris, zevillage]

    def may_edit(email):
        user = get_user_model().objects.get(email=f"{email}@tour.example")
        return [page.permissions_for_user(user).can_edit() for page in pages]

    assert may_edit("nationale") == [True, True, True]
    assert may_edit("mende") == [True, False, False]
    assert may_edit("zevillage") == [False, False, True]


@pytest.mark.parametrize("email", ["nationale", "mende", "zevillage"])
def test_accounts_add_images_and_documents_to_what_is_theirs(during_demo, client, settings, tmp_path, email):
    settings.MEDIA_ROOT = tmp_path
    demo.run(accounts=True)
    client.force_login(get_user_model().objects.get(email=f"{email}@tour.example"))
    collection = {"nationale": "Root", "mende": "Mende – Tour 2014", "zevillage": "ZeVillage"}[email]
    typed = {"title": "La salle", "collection": Collection.objects.get(name=collection).pk}
    picture = ContentFile(b"", name="salle.png")
    Image.new("RGB", (40, 30)).save(picture, "png")
    picture.seek(0)

    client.post("/admin/images/add/", {**typed, "file": picture})
    client.post("/admin/documents/add/", {**typed, "file": ContentFile(b"%PDF-1.4", name="programme.pdf")})

    assert [image.collection.name for image in TourImage.objects.all()] == [collection]
    assert [document.collection.name for document in TourDocument.objects.all()] == [collection]


def test_accounts_are_refused_where_the_clock_is_the_real_one(settings):
    settings.TOUR_CLOCK_START = ""
    with pytest.raises(CommandError, match="horloge de démonstration"):
        demo.run(accounts=True)
    assert get_user_model().objects.count() == 0
