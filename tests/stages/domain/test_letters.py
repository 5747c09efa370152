"""What the mails say. Their texts are in tests/stages/emails: read a change of them as their readers would, and write
them anew with ``WRITE_MAILS=1``.
"""

import os
import re
from datetime import date, time
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from stages.domain import ledger, letters, schedule
from stages.enums import Moment, StageStatus, TimeZone
from stages.models import Delivery, MailText, ScheduleVersion, StagePage, Subscription
from tests.factories import (
    PlacePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    SubscriptionFactory,
)
from tests.stages import emails
from tests.stages.emails import every_mail, mende
from tour.french import one_line
from tour.smtp import LINES

pytestmark = pytest.mark.django_db

TEXTS = Path(emails.__file__).parent
NAMES = [
    *(f"reminder-{moment}" for moment in ("ahead", "eve", "morning", "after")),
    *("changed", "reinstated", "cancelled", "postponed", "postponed-without-a-word"),
    *("confirmation", "access", "nudge", "nudge-partner", "digest", "alert"),
]
READER = {
    "followed": "l’étape Mende",
    "access_url": "https://tour.example/a/",
    "leaving_url": "https://tour.example/l/",
}
RESULTS = [("paragraph", "<p>L’étape a reçu 110 visiteurs. Les ateliers ont été pleins.</p>")]


@pytest.fixture
def stage(clock_at):
    clock_at("2014-09-01T10:00")
    made = StagePageFactory(
        published=True,
        exact=True,
        located=True,
        title="Mende",
        slug="mende",
        opening_time=time(8, 30),
        venue=PlacePageFactory(published=True, title="POLeN"),
        results=RESULTS,
    )
    for at, title in ((time(8, 30), "Accueil, café"), (time(9), "Ouverture"), (time(9, 15), "État des lieux")):
        ProgrammeItemFactory(stage=made, start_time=at, title=title)
    ProgrammeItemFactory(stage=made, all_day=True, title="Tiers-lieu éphémère")
    return made


@pytest.fixture
def mails(stage, clock_at):
    return every_mail(clock_at)


def test_every_mail_says_what_is_written_down(mails):
    assert sorted(mails) == sorted(NAMES)
    for name, mail in mails.items():
        said, file = f"Objet : {mail.subject}\n\n{mail.text}", TEXTS / f"{name}.txt"
        if os.environ.get("WRITE_MAILS"):
            file.write_text(said, "utf-8")
        assert said == file.read_text("utf-8"), name


def test_every_mail_is_whole_without_images_or_network(mails):
    for name, mail in mails.items():
        page = BeautifulSoup(mail.html, "html.parser")
        assert page.find_all(["img", "script", "link", "iframe", "form", "object"]) == [], name
        assert re.findall(r"url\(|@import|@font-face", mail.html) == [], name
        assert [page.html["lang"], page.title.text, page.h1.text] == ["fr", mail.subject, mail.subject], name
        assert {table["role"] for table in page.find_all("table")} == {"presentation"}, name
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"h\d"))]
        assert levels == [1, *[2] * (len(levels) - 1)], name


def test_every_placeholder_has_a_value(mails):
    for name, mail in mails.items():
        assert re.findall(r"\{\w*\}", mail.subject + mail.text) == [], name
        assert re.findall(r"\{\w+\}", BeautifulSoup(mail.html, "html.parser").body.text) == [], name


def test_every_mail_to_followers_says_why_and_how_to_leave(mails):
    for name in NAMES[:9]:
        page = BeautifulSoup(mails[name].html, "html.parser")
        assert "parce que vous suivez le Tour entier et l’étape Mende." in page.text, name
        leaving = page.find("a", string="Ne plus rien recevoir, en un clic")
        assert leaving["href"] == "http://127.0.0.1:8000/suivre/partir/JETON/", name
        assert page.find("a", string="Changer ce que vous suivez"), name


def test_every_button_has_its_address_beside_it(mails):
    for name in NAMES[:11]:
        page = BeautifulSoup(mails[name].html, "html.parser")
        button = page.find(class_="button").a
        assert page.find("a", string=button["href"])["href"] == button["href"], name


# --- What is not known ------------------------------------------------------------------------------------------


def test_bare_stage_says_what_is_to_be_confirmed(clock_at):
    clock_at("2014-10-02T09:00")
    bare = StagePageFactory(published=True, exact=True, title="Mende")
    said = letters.reminder_of(bare, Moment.AHEAD, READER).text
    for line in ("Horaires", "Lieu", "Inscription", "Tarif"):
        assert f"{line}\u00a0: à confirmer" in said
    assert "Accès et transports\u00a0: à confirmer." in said
    assert "Programme\u00a0: à confirmer" in letters.reminder_of(bare, Moment.EVE, READER).text
    assert "Ouverture des portes\u00a0: à confirmer" in letters.reminder_of(bare, Moment.MORNING, READER).text


def test_programme_that_is_not_released_is_not_told(stage):
    assert letters.first_moments(mende()) == []
    StagePage.objects.update(programme_version=1)
    assert letters.first_moments(mende()) == []  # released, and every moment may change again
    stage.programme_items.filter(title="Ouverture").update(is_provisional=False)
    assert [(line.label, line.now) for line in letters.first_moments(mende())] == [("9\u00a0h", "Ouverture")]


def test_morning_tells_what_begins_first(stage):
    StagePage.objects.update(programme_version=1)
    ProgrammeItemFactory(stage=stage, start_time=time(8, 30), title="Visite", released=True)
    stage.programme_items.update(is_provisional=False)
    moments = letters.morning(mende())["moments"]
    assert [line.now for line in moments] == ["Accueil, café", "Visite"]


def test_programme_of_the_second_day_alone_begins_nothing(stage):
    stage.programme_items.update(day=2, is_provisional=False)
    StagePage.objects.update(programme_version=1, ends_on=date(2014, 10, 10))
    assert letters.first_moments(mende()) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("<p>Bravo ! Merci.</p>", "Bravo !"),
        ("<p>M. Gatin a accueilli 110 personnes. Il a neigé.</p>", "M. Gatin a accueilli 110 personnes."),
        ("<p>Sans point</p><p>Suite.</p>", "Sans point Suite."),
        (f"<p>{'mot ' * 80}.</p>", f"{'mot ' * 60}".strip() + "…"),
        ("<p> </p>", ""),
    ],
)
def test_first_result_is_a_sentence(clock_at, text, sentence):
    clock_at("2014-10-12T09:00")
    stage = StagePageFactory(published=True, exact=True, results=[("paragraph", text)])
    assert letters.first_result(stage) == sentence


def test_after_the_stage_without_results_none_are_claimed(clock_at):
    clock_at("2014-10-12T09:00")
    stage = StagePageFactory(published=True, exact=True, title="Mende")
    mail = letters.reminder_of(stage, Moment.AFTER, READER)
    assert mail.subject == "Mende\u00a0: après l’étape"
    assert "Sa restitution n’est pas encore en ligne." in mail.text


def test_results_without_a_paragraph_are_announced(clock_at):
    clock_at("2014-10-12T09:00")
    stage = StagePageFactory(published=True, exact=True, title="Mende", with_results=True)
    mail = letters.reminder_of(stage, Moment.AFTER, READER)
    assert mail.subject == "Mende\u00a0: la restitution est en ligne"
    assert "«" not in mail.text


def test_day_that_was_put_off_is_not_told_as_if_it_held():
    now = ScheduleVersion(status=StageStatus.POSTPONED, starts_on=date(2014, 10, 9), time_zone=TimeZone.METROPOLE)
    now.opening_time, now.date_kind = time(9), "exact"
    lines = letters.changed_lines(now, None)
    assert [(line.label, line.now, line.before) for line in lines] == [
        ("Date", "à confirmer", "jeudi 9\u00a0octobre 2014"),
        ("Horaires", "à confirmer", "à partir de 9\u00a0h"),
        ("Lieu", "à confirmer", ""),
    ]


def test_hours_far_from_paris_say_whose_they_are():
    version = ScheduleVersion(opening_time=time(9), time_zone=TimeZone.REUNION)
    assert letters.hours_of(version) == "à partir de 9\u00a0h (heure locale\u00a0: La Réunion)"


# --- Whose words ------------------------------------------------------------------------------------------------


def test_words_of_the_national_team_and_of_a_rule(stage, clock_at):
    clock_at("2014-10-08T17:00")
    MailText.objects.create(name="reminder-eve", subject="À {etape}", text="Rendez-vous à **{lieu}**.")
    mail = letters.reminder_of(mende(), Moment.EVE, READER)
    assert (mail.subject, "<strong" in mail.html) == ("À Mende", True)
    assert "\n\nRendez-vous à POLeN, Mende (Lozère).\n\n" in mail.text
    mail = letters.reminder_of(mende(), Moment.EVE, READER, own=("Le nôtre", ""))
    assert (mail.subject, "Rendez-vous" in mail.text) == ("Le nôtre", True)


def test_facts_of_a_stage_are_read_once_for_a_batch(stage, clock_at, django_assert_num_queries):
    clock_at("2014-10-08T17:00")
    StagePage.objects.update(programme_version=1)
    read = mende()
    for _ in range(3):
        SubscriptionFactory(follows=stage)
    followers = list(Subscription.objects.prefetch_related("follows__stage", "follows__theme"))  # as the outbox does
    letters.reminder_of(read, Moment.EVE, letters.to(followers[0], read))
    with django_assert_num_queries(0):
        for follower in followers[1:]:
            letters.reminder_of(read, Moment.EVE, letters.to(follower, read))


# --- Bad signs --------------------------------------------------------------------------------------------------

BAD = [
    "Mende\r\nBcc: vole@example.org",
    "Mende\nX: y",
    *(f"Mende{chr(code)}suite" for code in (*range(0x0B, 0x20), 0x85, 0x2028, 0x2029)),
    'Mende "la belle" <script>alert(1)</script>',
    "Mende 🚵‍♀️ **gras** [x](javascript:alert(1)) {date}",
    "é" * 300,
    "\u202emende\u202c \u200f\u061c",
    "\\ , ; <vole@example.org> =?utf-8?q?x?=",
]


@pytest.mark.parametrize("words", BAD, ids=[f"bad-{number}" for number in range(len(BAD))])
def test_nothing_typed_begins_a_header_or_runs(clock_at, settings, words):
    clock_at("2014-10-08T17:00")
    settings.DEFAULT_FROM_EMAIL = "Le Tour <tour@tour.example>"
    stage = StagePageFactory(published=True, exact=True)
    stage.title = stage.venue_name = stage.city = stage.status_note = words
    version = schedule.version_of(stage, {})
    row = Delivery(subscription=SubscriptionFactory(email="marie@mende.example"), kind="changed")
    mail = letters.change_of(
        stage, "cancelled", version, None, {"followed": words, "leaving_url": "https://a.example/"}
    )
    content = ledger.as_message(row, mail).as_bytes(policy=LINES)
    parsed = message_from_bytes(content, policy=default)
    assert parsed["Subject"] == f"{one_line(words)}\u00a0: l’étape est annulée"
    assert (parsed["To"], parsed["From"]) == ("marie@mende.example", "Le Tour <tour@tour.example>")
    assert parsed["Message-ID"] == f"<{row.message_id}@127.0.0.1>"
    assert (parsed["Bcc"], parsed["X"]) == (None, None)
    page = BeautifulSoup(parsed.get_body(("html",)).get_content(), "html.parser")
    assert (page.find_all("script"), page.h1.text) == ([], parsed["Subject"])
