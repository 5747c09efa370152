"""Mende, held to its press release."""

import re
from datetime import time
from pathlib import Path

import pytest

from partners.enums import PartnerRole
from stages.enums import Attendance
from stages.models import Participation, PressReleasePage
from tests.home.documented_tour import db, documented_tour, plain, signs, stages_of

#: Its fixtures, which hold for the whole module.
__all__ = ["db", "documented_tour"]

#: The press release as it was sent; asterisks are its italics and bold type.
AS_SENT = Path(__file__).with_name("communique-mende-2014.txt").read_text(encoding="utf-8")


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
