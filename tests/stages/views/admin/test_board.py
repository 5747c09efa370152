"""The board and the partner matrix in the admin: what each person is shown, and the spreadsheets."""

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import GroupApprovalTask, GroupPagePermission, Workflow, WorkflowTask

from stages.models import StagePage
from tests.factories import (
    EditionPageFactory,
    ParticipationFactory,
    PartnerPageFactory,
    PersonPageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    SubscriptionFactory,
    UserFactory,
)
from tour.teams import REVIEWERS

pytestmark = pytest.mark.django_db
BOARD, MATRIX = "stages_board", "stages_partner_matrix"
#: Of sixty stages, how many were changed by hand and wait for a review: it takes time.
MOST_CHANGED = 3


@pytest.fixture
def edition(home):
    return EditionPageFactory(title="Tour 2014")


@pytest.fixture
def member(client):
    """Return a function that logs somebody in who may change ``pages`` and nothing else."""

    def log_in(*pages):
        user = UserFactory()
        group = Group.objects.create(name="Équipe")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        for page in pages:
            GroupPagePermission.objects.create(group=group, page=page, permission_type="change")
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


def page(client, name, **query):
    response = client.get(reverse(name), query)
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser").find(class_="board")


def table(client, name, **query):
    """The rows of the table shown, as lists of texts, without its head."""
    rows = page(client, name, **query).select("tbody tr")
    return [[" ".join(cell.get_text(" ").split()) for cell in row.find_all(["th", "td"])] for row in rows]


def exported(client, name, **query):
    """The rows of the CSV file."""
    response = client.get(reverse(name), {**query, "export": "csv"})
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def sheet(client, name, **query):
    response = client.get(reverse(name), {**query, "export": "xlsx"})
    return load_workbook(io.BytesIO(b"".join(response.streaming_content))).active


# --- The board ------------------------------------------------------------------------------------


def test_board_tells_where_each_stage_stands_the_latest_first(editor, edition, national, clock_at):
    clock_at("2014-10-01T09:00")
    StagePageFactory(parent=edition, title="Lyon", summary="Une journée.")
    mende = StagePageFactory(parent=edition, title="Mende", exact=True, summary="Une journée.", published=True)
    mende.venue_name, mende.city, mende.price = "POLeN", "Mende", "Entrée libre"
    mende.save_revision(user=national).publish()
    mende.save_revision(user=national)
    PartnerPageFactory()

    rows = table(editor, BOARD)

    assert [row[0] for row in rows] == ["Mende jeudi 9 octobre 2014 À venir", "Lyon Date à confirmer À venir"]
    assert rows[0][1] == "4 sur 10 5 en retard"
    assert rows[0][2].startswith("Programme arrêté en retard : 9 septembre 2014 Intervenants en retard")
    assert rows[0][3] == "Restitution 16 octobre 2014 (J+7)"
    assert rows[0][4].endswith(f"par {national}")
    assert rows[0][5] == "Publiée, avec des changements à publier"
    assert rows[1][1:4] == [
        "1 sur 10",
        "9 à compléter (Lyon) Date Lieu Inscription Programme arrêté Intervenants Rôles des partenaires "
        "Photo et texte alternatif Communiqué de presse Restitution",
        "— aucune",
    ]


def test_board_marks_the_late_in_words_and_links_to_the_field(editor, edition, clock_at):
    clock_at("2014-10-01T09:00")
    stage = StagePageFactory(parent=edition, title="Mende", exact=True)

    shown = page(editor, BOARD)

    late = shown.select_one("tr.board__late")
    assert "en retard" in late.select_one(".board__alert").get_text()
    edit = reverse("wagtailadmin_pages:edit", args=[stage.pk])
    assert late.select("td a")[0]["href"] == f"{edit}#:w:contentpath=venue"


def test_board_counts_followers_of_those_who_keep_the_stage(editor, edition, client, member):
    mine = StagePageFactory(parent=edition, title="Mende", published=True)
    StagePageFactory(parent=edition, title="Millau", published=True)
    SubscriptionFactory(follows="tour")
    SubscriptionFactory(follows=mine)

    assert {row[0].split()[0]: row[6].split()[0] for row in table(editor, BOARD)} == {"Mende": "2", "Millau": "1"}
    heads, *rows = exported(editor, BOARD)
    assert {row[0]: row[heads.index("Abonnés")] for row in rows} == {"Mende": "2", "Millau": "1"}
    assert [row[6].split()[0] for row in table(member(mine), BOARD)] == ["2"]


def test_board_tells_reviewers_no_followers(edition, client, national):
    stage = StagePageFactory(parent=edition, published=True)
    SubscriptionFactory(follows=stage)
    stage.save_revision(user=national)
    stage.get_workflow().start(stage, national)
    reviewer = UserFactory()
    reviewer.groups.add(Group.objects.get(name=REVIEWERS))
    client.force_login(reviewer)

    assert [row[6] for row in table(client, BOARD)] == ["— réservé à l’équipe de l’étape"]
    heads, row = exported(client, BOARD)
    assert row[heads.index("Abonnés")] == ""


def test_board_says_that_a_review_waits(editor, edition, national):
    stage = StagePageFactory(parent=edition, published=True)
    stage.save_revision(user=national)
    stage.get_workflow().start(stage, national)

    assert table(editor, BOARD)[0][5] == "Publiée, avec des changements à publier En relecture : l’équipe nationale"


def test_board_shows_the_newest_edition_unless_another_is_chosen(editor, edition):
    StagePageFactory(parent=edition, title="Mende")
    older = EditionPageFactory(year=2012, title="Tour 2012")
    StagePageFactory(parent=older, title="Strasbourg", cancelled=True)

    assert [row[0] for row in table(editor, BOARD)] == ["Mende Date à confirmer À venir"]
    assert table(editor, BOARD, edition=older.pk)[0][:3] == [
        "Strasbourg Date à confirmer Annulée",
        "Sans objet",
        "— rien",
    ]
    chosen = page(editor, BOARD, edition=older.pk).select(".editions a")
    assert [(link.text, link.get("aria-current")) for link in chosen] == [("Tour 2014", None), ("Tour 2012", "page")]


@pytest.mark.parametrize("wanted", ["0", "-1", "abc", ""])
@pytest.mark.parametrize("name", [BOARD, MATRIX])
def test_edition_that_is_none_is_not_found(editor, edition, name, wanted):
    assert editor.get(reverse(name), {"edition": wanted}).status_code == 404


@pytest.mark.parametrize("name", [BOARD, MATRIX])
def test_site_without_editions_is_told_so(editor, home, name):
    assert page(editor, name).find("table") is None
    assert len(exported(editor, name)) == 1


def test_board_tells_what_meets_across_stages(editor, edition):
    camille = PersonPageFactory(title="Camille Martin")
    for title in ("Mende", "Bordeaux"):
        stage = StagePageFactory(parent=edition, title=title, exact=True)
        ParticipationFactory(item=ProgrammeItemFactory(stage=stage), name="", person=camille)

    said = page(editor, BOARD).select_one(".coincidences")

    assert [" ".join(item.get_text().split()) for item in said.select("h3, li")] == [
        "À vérifier : Intervenant annoncé à plusieurs étapes à la fois",
        "Camille Martin : Mende et Bordeaux – jeudi 9 octobre 2014",
        "Pour information : Étapes le même jour",
        "Mende et Bordeaux – jeudi 9 octobre 2014",
    ]


# --- Who sees what --------------------------------------------------------------------------------


@pytest.fixture
def mine_and_foreign(edition):
    """A stage and a partner of one's own, the same of others, in an edition and in one that is all foreign."""
    mine, foreign = StagePageFactory(parent=edition, title="Mende"), StagePageFactory(parent=edition, title="MARQUE-É")
    elsewhere = EditionPageFactory(year=2012, title="MARQUE-A")
    StagePageFactory(parent=elsewhere, title="MARQUE-B", draft=True)
    partner = PartnerPageFactory(title="ZeVillage")
    StagePartnerFactory(stage=mine, partner=partner, role="host")
    StagePartnerFactory(stage=foreign, partner__title="MARQUE-P")
    return mine, partner, elsewhere


@pytest.mark.parametrize("export", ["", "csv"])
@pytest.mark.parametrize("name", [BOARD, MATRIX])
def test_organiser_sees_the_own_stage_alone(mine_and_foreign, member, name, export):
    mine, _partner, elsewhere = mine_and_foreign
    client = member(mine)

    answer = client.get(reverse(name), {"export": export}).getvalue().decode()

    assert "Mende" in answer
    assert "MARQUE" not in answer
    assert client.get(reverse(name), {"edition": elsewhere.pk, "export": export}).status_code == 404


def test_partner_sees_its_own_roles_and_no_board(mine_and_foreign, member):
    _mine, partner, elsewhere = mine_and_foreign
    client = member(partner)

    assert page(client, BOARD).get_text().split() == [
        "Qui",
        "fait",
        "quoi",
        *["Aucune", "étape", "à", "vous", "pour", "le", "moment."],
    ]
    assert table(client, MATRIX) == [["ZeVillage", "", "Hôte"]]
    assert "MARQUE" not in page(client, MATRIX).get_text()
    for name in (BOARD, MATRIX):
        assert client.get(reverse(name), {"edition": elsewhere.pk}).status_code == 404


@pytest.mark.parametrize("name", [BOARD, MATRIX])
def test_anonymous_is_asked_to_log_in(client, home, name):
    assert client.get(reverse(name)).url == f"{reverse('wagtailadmin_login')}?next={reverse(name)}"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
@pytest.mark.parametrize("name", [BOARD, MATRIX])
def test_reports_are_only_read(editor, home, name, method):
    assert getattr(editor, method)(reverse(name)).status_code == 405


def test_menu_offers_the_board_to_those_who_conduct_the_tour(mine_and_foreign, member, client, national):
    assert reverse(BOARD) not in member(mine_and_foreign[0]).get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(national)
    assert reverse(BOARD) in client.get(reverse("wagtailadmin_home")).content.decode()


# --- The matrix -----------------------------------------------------------------------------------


def test_matrix_names_the_gaps_at_the_heads_of_its_columns(editor, edition):
    stage = StagePageFactory(parent=edition, title="Mende")
    StagePartnerFactory(stage=stage, partner__title="POLeN", role="host")

    shown = page(editor, MATRIX)

    heads = [" ".join(head.get_text().split()) for head in shown.select("thead th")]
    assert heads == ["Partenaire", "Toute l’édition", "Mende Sans organisateur"]
    assert table(editor, MATRIX) == [["POLeN", "", "Hôte"]]
    assert {head["scope"] for head in shown.select("thead th")} == {"col"}
    assert [head["scope"] for head in shown.select("tbody th")] == ["row"]
    edit = reverse("wagtailadmin_pages:edit", args=[stage.pk])
    assert shown.select_one("thead a")["href"] == f"{edit}#:w:contentpath=partner_roles"


# --- Spreadsheets ---------------------------------------------------------------------------------


def test_board_is_exported(editor, edition, clock_at):
    clock_at("2014-10-01T09:00")
    StagePageFactory(parent=edition, title="Mende", exact=True)

    heads, row = exported(editor, BOARD)
    found = dict(zip(heads, row, strict=True))

    assert heads[:4] == ["Étape", "Date", "Phase", "Exigences remplies"]
    assert (found["Étape"], found["Exigences remplies"], found["Exigences"]) == ("Mende", "1", "10")
    assert found["En retard"].split(", ")[:3] == ["Lieu", "Résumé", "Inscription"]
    assert (found["Prochaine échéance"], found["Date de l’échéance"]) == ("Restitution", "2014-10-16")
    cells = sheet(editor, BOARD)
    assert [cell.value for cell in cells[1]] == heads
    assert cells["I2"].value == date(2014, 10, 16)


def test_matrix_is_exported_with_a_column_a_stage(editor, edition):
    StagePartnerFactory(stage=StagePageFactory(parent=edition, title="Mende"), partner__title="POLeN", role="host")
    StagePageFactory(parent=edition, title="Mende", slug="mende-2")

    assert exported(editor, MATRIX) == [
        [
            "Partenaire",
            "Toute l’édition",
            "Mende (sans organisateur)",
            "Mende (sans organisateur, sans hôte)",
            "À compléter",
        ],
        ["POLeN", "", "Hôte", "", ""],
    ]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@A1", "\t=1", "\r=1", "＝1"])
def test_what_would_be_a_formula_is_text(editor, edition, typed):
    stage = StagePageFactory(parent=edition, slug="a")
    StagePage.objects.filter(pk=stage.pk).update(title=typed)
    partner = StagePartnerFactory(stage=stage).partner
    type(partner).objects.filter(pk=partner.pk).update(title=typed)

    texts = [cell for name in (BOARD, MATRIX) for row in exported(editor, name) for cell in row]
    cells = [cell for name in (BOARD, MATRIX) for row in sheet(editor, name).iter_rows() for cell in row]

    assert sum(text.startswith("'") for text in texts) == 3
    assert [text for text in texts if text.lstrip()[:1] in "=+-@＝" and text.strip()] == []
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert sum(str(cell.value).startswith("'") for cell in cells) == 3


# --- The number of queries ------------------------------------------------------------------------


def queries(client, name, **query):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(reverse(name), query)
        getattr(response, "getvalue", lambda: None)()
    assert response.status_code == 200
    return len(captured)


def fill(edition, number, workflow):
    user = UserFactory()
    partner, person = PartnerPageFactory(), PersonPageFactory()
    for n in range(number):
        stage = StagePageFactory(parent=edition, title=f"Étape {n}", exact=True, published=n < MOST_CHANGED)
        if stage.latest_revision:
            stage.save_revision(user=user)
            workflow.start(stage, user)
        StagePartnerFactory(stage=stage, partner=partner, role="host")
        ParticipationFactory(item=ProgrammeItemFactory(stage=stage), name="", person=person)


@pytest.mark.parametrize("query", [{}, {"export": "csv"}, {"export": "xlsx"}])
@pytest.mark.parametrize("name", [BOARD, MATRIX])
def test_queries_are_the_same_for_one_stage_and_for_sixty(editor, edition, name, query):
    workflow = Workflow.objects.create(name="relecture")
    WorkflowTask.objects.create(workflow=workflow, task=GroupApprovalTask.objects.create(name="relecture"))
    fill(edition, 1, workflow)
    larger = EditionPageFactory(year=2015)
    fill(larger, 60, workflow)
    queries(editor, name, edition=edition.pk)  # what a process keeps from its first page on

    few = queries(editor, name, edition=edition.pk, **query)
    many = queries(editor, name, edition=larger.pk, **query)

    assert many == few
