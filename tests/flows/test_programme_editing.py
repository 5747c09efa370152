"""A programme typed in the edit form, in Chromium: the line that adds a moment, the timetable, the release."""

import re
from datetime import time

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from playwright.sync_api import expect

from stages.domain import programme
from stages.models import ProgrammeItem, StagePage
from tests.factories import UserFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def form(visit, db, client, live_site):
    """Return a function: the tab « Programme » of the stage of Mende, opened by the national team."""
    client.force_login(UserFactory(national=True))

    def opened(**window):
        page = visit("/", **window)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_site}])
        page.goto(f"/admin/pages/{StagePage.objects.get(slug='mende').pk}/edit/#tab-programme")
        page.locator("programme-editor").wait_for()
        return page

    return opened


def type_line(page, text):
    line = page.get_by_label("Ajouter un moment en une ligne")
    line.fill(text)
    line.press("Enter")


def save(page):
    """Press « Enregistrer le brouillon »."""
    with page.expect_navigation():
        page.locator(".action-save, [data-edit-form] button[type=submit]:not([name])").first.click()


def rows(page):
    """(title, start, end, whether it lasts all day, order) of each row that stays, from top to bottom."""
    return page.evaluate(
        """[...document.querySelectorAll("#id_programme_items-FORMS > :not(.deleted)")].map((row) => {
            const field = (name) => row.querySelector(`[name="${row.id.replace("inline_child_", "")}-${name}"]`);
            return ["title", "start_time", "end_time", "ORDER"].map((name) => field(name).value)
        })"""
    )


def expect_line(page, text):
    """Wait until a line of the timetable, which is redrawn a little later, says ``text`` and no more."""
    said = re.compile(rf"^\s*{re.escape(text)}\s*$".replace(r"\ ", r"\s+"))
    expect(page.locator(".programme-lines > li").filter(has_text=said)).to_have_count(1)


def test_line_adds_a_moment_where_its_hour_puts_it(form):
    page = form()
    count = len(rows(page))
    type_line(page, "9h20-9h25 Un mot de la mairie")

    found = rows(page)
    assert len(found) == count + 1
    assert found[3][:3] == ["Un mot de la mairie", "09:20", "09:25"]
    assert found[2][1:] == ["09:15", "", "3"]
    assert [row[3] for row in found] == [str(rank) for rank in range(1, count + 2)]
    expect(page.get_by_label("Ajouter un moment en une ligne")).to_be_focused()
    expect(page.get_by_label("Ajouter un moment en une ligne")).to_have_value("")
    expect(page.locator("[data-message]")).to_have_text("Ajouté : de 9 h 20 à 9 h 25, Un mot de la mairie")


def test_timetable_follows_what_is_typed(form):
    page = form()
    expect_line(page, "9 h – 9 h 15 Ouverture de la journée jusqu’au moment suivant")
    page.locator("[name=programme_items-1-end_time]").fill("9h25")
    page.locator("[name=programme_items-4-end_time]").fill("10h50")
    page.locator("[name=programme_items-4-end_time]").blur()

    page.get_by_text("chevauchement avec « Ouverture de la journée » de 9 h 15 à 9 h 25").wait_for()
    expect_line(page, "rien de prévu entre 10 h 50 et 11 h")
    # Wagtail's picker would have made another hour of it.
    expect(page.locator("[name=programme_items-4-end_time]")).to_have_value("10h50")


def test_line_that_says_no_moment_is_kept_with_its_error(form):
    page = form()
    count = len(rows(page))
    for typed, error in (
        ("25h Veillée", "Cette heure n’existe pas : 9h30, 14h…"),
        ("10h-9h Exposé", "La fin doit venir après le début."),
        ("9h30", "Tapez aussi l’intitulé du moment."),
    ):
        type_line(page, typed)
        expect(page.locator("[data-message]")).to_have_text(error)
        expect(page.get_by_label("Ajouter un moment en une ligne")).to_have_value(typed)
    assert len(rows(page)) == count


def test_rows_are_put_in_the_order_of_their_hours(form):
    page = form()
    button = page.get_by_role("button", name="Ranger les moments dans l’ordre des heures")
    expect(button).to_be_hidden()
    page.locator("[name=programme_items-0-start_time]").fill("18:30")
    # Wagtail's list of hours closes; the next field would open its own.
    page.locator("[name=programme_items-0-start_time]").press("Escape")
    page.get_by_label("Ajouter un moment en une ligne").focus()
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    button.press("Enter")  # wherever the redrawn timetable has moved it
    expect(button).to_be_hidden()

    found = rows(page)
    assert [row[1] for row in found if row[1]] == sorted(row[1] for row in found if row[1])
    assert [row[3] for row in found] == [str(rank) for rank in range(1, len(found) + 1)]


def test_line_of_the_timetable_leads_to_its_row(form):
    page = form()
    page.get_by_role("button", name="Table ronde #2").click()

    expect(page.locator("[name=programme_items-5-title]")).to_be_focused()


@pytest.mark.usefixtures("saved_by_hand")
def test_added_moment_is_saved_then_released(form):
    page = form()
    for typed in ("toute la journée Exposition", "18h30 Concert"):
        type_line(page, typed)
    save(page)
    page.get_by_role("tab", name="Programme").click()
    page.get_by_role("link", name="Vérifier et publier le programme").click()
    page.wait_for_url("**/programme/")
    expect(page.locator(".changes__title")).to_have_text(["Concert", "Exposition"])
    page.get_by_role("button", name="Publier le programme").click()
    page.get_by_text("Le programme est publié.").wait_for()

    kept = ProgrammeItem.objects.filter(title__in=["Concert", "Exposition"]).order_by("title")
    assert list(kept.values_list("title", "start_time", "is_all_day", "is_provisional")) == [
        ("Concert", time(18, 30), False, False),
        ("Exposition", None, True, False),
    ]


@pytest.mark.usefixtures("saved_by_hand")
@pytest.mark.parametrize(
    ("typed", "title", "start"), [("18h30 Concert", "Concert", time(18, 30)), ("25h Veillée", "25h Veillée", None)]
)
def test_line_typed_and_not_added_is_saved_with_the_page(form, typed, title, start):
    page = form()
    page.get_by_label("Ajouter un moment en une ligne").fill(typed)
    save(page)

    draft = StagePage.objects.get(slug="mende").get_latest_revision_as_object()
    assert [(row.title, row.start_time) for row in draft.programme_items.all() if row.title == title] == [
        (title, start)
    ]


@pytest.mark.parametrize("width", [360, 768])
def test_editor_fits_a_narrow_window(form, width):
    page = form(width=width)
    type_line(page, "9h10 Un moment dont l’intitulé est long comme un jour sans pain, et davantage")
    page.locator(".programme-lines").get_by_text("long comme un jour sans pain").wait_for()

    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.locator("programme-editor").bounding_box()["width"] <= width


# --- What the script and the site make of one programme -------------------------------------------

PROGRAMMES = {
    "in order": [("a", "09:00", ""), ("b", "09:30", "10:00"), ("c", "10:00", "")],
    "long one": [("a", "09:00", "12:00"), ("b", "09:30", "10:00"), ("c", "11:00", ""), ("d", "13:00", "")],
    "together": [("a", "14:00", ""), ("b", "14:00", ""), ("c", "16:00", ""), ("d", "16:00", "")],
    "gaps": [("a", "09:00", "12:00"), ("b", "10:00", "11:00"), ("c", "13:00", "13:30"), ("d", "15:00", "")],
    "unordered": [("c", "11:00", ""), ("a", "09:00", "09:30"), ("", "", ""), ("b", "10:00", "11:30")],
}


@pytest.mark.parametrize("typed", PROGRAMMES.values(), ids=PROGRAMMES)
def test_script_and_site_read_a_programme_alike(visit, typed):
    made = [
        ProgrammeItem(
            title=title,
            start_time=time.fromisoformat(start) if start else None,
            end_time=time.fromisoformat(end) if end else None,
            sort_order=rank,
        )
        for rank, (title, start, end) in enumerate(typed)
    ]
    days = programme.days_of(StagePage(), made)

    def minutes(at):
        return at.hour * 60 + at.minute if at else None

    assert visit("/").evaluate(
        """async ([path, typed]) => {
            const { daysOf, gapsOf, minutesOf, overlapsOf } = await import(path);
            const [day] = daysOf(
                typed.map(([title, start, end]) => (
                    { title, day: 1, isAllDay: false, start: minutesOf(start), end: minutesOf(end) }
                )),
            );
            return {
                slots: day.slots.map(({ row, start, end, isInferred }) => [row.title, start, end, isInferred]),
                overlaps: overlapsOf(day).map(({ first, second, start, end }) => (
                    [first.row.title, second.row.title, start, end]
                )),
                gaps: gapsOf(day).map(({ start, end }) => [start, end]),
            };
        }""",
        [staticfiles_storage.url("js/admin/timetable.js"), typed],
    ) == {
        "slots": [
            [slot.item.title, minutes(slot.item.start_time), minutes(slot.end_time), slot.is_end_inferred]
            for slot in days[0].slots
        ],
        "overlaps": [
            [found.first.title, found.second.title, minutes(found.starts), minutes(found.ends)]
            for found in programme.overlaps(days)
        ],
        "gaps": [[minutes(found.starts), minutes(found.ends)] for found in programme.gaps(days)],
    }


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("9h30 Ouverture de la journée", [1, False, 570, None, "Ouverture de la journée"]),
        ("9:30-10:15 Table ronde", [1, False, 570, 615, "Table ronde"]),
        ("9h – 10h15 : Table ronde", [1, False, 540, 615, "Table ronde"]),
        ("de 9 h à 10 h 30 Visite", [1, False, 540, 630, "Visite"]),
        ("14h, ateliers", [1, False, 840, None, "ateliers"]),
        ("toute la journée Tiers-lieu éphémère", [1, True, None, None, "Tiers-lieu éphémère"]),
        ("Tout au long de la journée : média", [1, True, None, None, "média"]),
        ("jour 2 9h Accueil", [2, False, 540, None, "Accueil"]),
        ("J3 toute la journée Salon", [3, True, None, None, "Salon"]),
        ("Buffet", [1, False, None, None, "Buffet"]),
        ("24 heures du télétravail", [1, False, None, None, "24 heures du télétravail"]),
        ("3D : démonstration", [1, False, None, None, "3D : démonstration"]),
        ("Jouer en réseau", [1, False, None, None, "Jouer en réseau"]),
    ],
)
def test_line_is_read_as_it_is_meant(visit, line, row):
    assert (
        visit("/").evaluate(
            """async ([path, line]) => {
            const { rowOf } = await import(path);
            const { day, isAllDay, start, end, title } = rowOf(line);
            return [day, isAllDay, start, end, title];
        }""",
            [staticfiles_storage.url("js/admin/timetable.js"), line],
        )
        == row
    )
