"""Reminding teams of what their pages lack."""

from datetime import date

import pytest

from stages.domain import ledger, nudges
from stages.enums import DeliveryKind, RequirementKind
from stages.models import Delivery, Requirement
from tests.factories import (
    EditionPageFactory,
    PartnerPageFactory,
    RequirementFactory,
    StagePageFactory,
    StagePartnerFactory,
    UserFactory,
    publish,
)
from tour.models import MailState, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(home, clock_at):
    """It is Monday, 22 September 2014: stages of 9 October are late with their summary."""
    clock_at("2014-09-22T10:00")
    edition = EditionPageFactory()
    Requirement.objects.filter(edition=edition).delete()
    RequirementFactory(edition=edition, kind=RequirementKind.SUMMARY, days=-20)
    return edition


@pytest.fixture
def stage(edition):
    return StagePageFactory(parent=edition, published=True, timed=True, title="Mende")


def member(*pages, **made):
    user = UserFactory(**made)
    for page in pages:
        page.team.group.user_set.add(user)
    return user


@pytest.fixture
def organiser(stage):
    return member(stage, email="marie@mende.example")


def rows():
    nudges_only = Delivery.objects.filter(kind=DeliveryKind.NUDGE).order_by("pk")
    return list(nudges_only.values_list("user", "occurrence", "state"))


def reason():
    return Delivery.objects.get(kind=DeliveryKind.NUDGE).reason


def test_nudge_is_planned_once_for_next_tuesday(organiser):
    assert [nudges.plan().planned, nudges.plan().total] == [1, 0]
    row = Delivery.objects.get()
    assert row.key == f"nudge:user:{organiser.pk}:week:2014-W39"
    assert f"{row.due_at:%Y-%m-%d %H:%M}/{row.not_after:%Y-%m-%d %H:%M}" == "2014-09-23 07:00/2014-09-26 07:00"


def test_nudge_says_what_is_missing_and_leads_to_the_field(organiser, stage, smtp_server, clock_at):
    nudges.plan()
    clock_at("2014-09-23T09:00")
    assert [ledger.send_due(), ledger.send_due()] == [1, 0]
    (message,) = smtp_server.messages
    text = message.get_body(("plain",)).get_content()
    assert (message["To"], message["Subject"]) == ("marie@mende.example", "Mende\xa0: ce qui manque encore")
    assert "- Résumé (en retard de 4\xa0jours). Le résumé est vide." in text
    assert f"/admin/pages/{stage.pk}/edit/#:w:contentpath=summary" in text
    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1:8000/relances/arreter/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_two_weeks_in_a_row_are_two_nudges(organiser, smtp_server, clock_at):
    for day in ("2014-09-22", "2014-09-23", "2014-09-29", "2014-09-30"):
        clock_at(f"{day}T09:30")
        nudges.plan()
        ledger.send_due()
    assert rows() == [
        (organiser.pk, "2014-W39", MailState.SENT),
        (organiser.pk, "2014-W40", MailState.SENT),
        (organiser.pk, "2014-W41", MailState.DUE),
    ]


def test_person_in_several_teams_gets_one_mail_with_the_latest_first(edition, stage, smtp_server, clock_at):
    later = StagePageFactory(parent=edition, timed=True, starts_on=date(2014, 10, 13), title="Bordeaux")
    complete = StagePageFactory(parent=edition, timed=True, title="Paris", summary="Une journée.")
    partner = PartnerPageFactory(title="AMRF")
    StagePartnerFactory(stage=stage, partner=partner)
    member(later, complete, partner, stage)
    nudges.plan()
    clock_at("2014-09-24T09:00")
    assert ledger.send_due() == 1
    (message,) = smtp_server.messages
    text = message.get_body(("plain",)).get_content()
    assert message["Subject"] == "Mende et 2 autres\xa0: ce qui manque encore"
    assert [title for title in ("Mende\n", "Bordeaux\n", "AMRF\n", "Paris\n") if title in text] == [
        "Mende\n",
        "Bordeaux\n",
        "AMRF\n",
    ]
    assert text.index("Mende\n") < text.index("Bordeaux\n") < text.index("AMRF\n")


def test_partner_alone_is_written_to_about_its_own_page(stage, smtp_server, clock_at):
    partner = StagePartnerFactory(stage=stage, partner=PartnerPageFactory(title="AMRF")).partner
    member(partner)
    nudges.plan()
    clock_at("2014-09-23T09:00")
    assert ledger.send_due() == 1
    assert smtp_server.messages[0]["Subject"] == "AMRF\xa0: votre page sur le site du Tour"


@pytest.mark.parametrize(
    ("made", "is_planned"),
    [({}, True), ({"is_active": False}, False), ({"receives_nudges": False}, False)],
)
def test_who_is_gone_or_declined_is_not_planned_for(stage, made, is_planned):
    member(stage, **made)
    assert nudges.plan().planned == int(is_planned)


def test_nobody_is_told_of_a_stage_that_lacks_nothing(edition):
    member(StagePageFactory(parent=edition, timed=True, summary="Une journée."))
    assert nudges.plan().total == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda stage, user: publish(stage, summary="Une journée."), nudges.NOTHING_TO_DO),
        (lambda stage, user: stage.team.group.user_set.clear(), nudges.NOTHING_TO_DO),
        (lambda stage, user: User.objects.update(receives_nudges=False), nudges.DECLINED),
        (lambda stage, user: User.objects.update(is_active=False), ledger.CLOSED),
        (lambda stage, user: user.delete(), ledger.ERASED),
    ],
)
def test_what_changed_since_it_was_planned_is_seen_at_the_door(organiser, stage, smtp_server, clock_at, change, said):
    nudges.plan()
    change(stage, organiser)
    clock_at("2014-09-23T09:00")
    assert ledger.send_due() == 0
    assert [state for _user, _week, state in rows()] == [MailState.CANCELLED]
    assert reason() == said


def test_done_and_undone_before_it_leaves_is_planned_again(organiser, stage):
    nudges.plan()
    publish(stage, summary="Une journée.")
    assert nudges.plan().cancelled == 1
    publish(stage, summary="")
    assert nudges.plan().reopened == 1
    assert rows() == [(organiser.pk, "2014-W39", MailState.DUE)]


def test_too_late_a_nudge_waits_for_the_next_week(organiser, smtp_server, clock_at):
    nudges.plan()
    clock_at("2014-09-26T09:00")
    assert ledger.send_due() == 0
    assert rows() == [(organiser.pk, "2014-W39", MailState.EXPIRED)]


def test_who_declines_by_a_link_gets_none_nor_what_is_planned(organiser):
    nudges.plan()
    token = nudges.declining_url(organiser, DeliveryKind.NUDGE).split("/")[-2]
    assert nudges.decliner_of(token) == (organiser, DeliveryKind.NUDGE)
    nudges.decline(*nudges.decliner_of(token))
    organiser.refresh_from_db()
    assert (organiser.receives_nudges, organiser.receives_digest, reason()) == (False, True, nudges.DECLINED)
    assert nudges.plan().total == 0


@pytest.mark.parametrize("token", ["", "x", "WzEsIm51ZGdlIl0:x"])
def test_link_that_is_not_ours_is_nobody_s(token):
    assert nudges.decliner_of(token) is None


@pytest.mark.parametrize("count", [1, 3])
def test_planning_takes_the_same_queries_for_any_number(edition, django_assert_num_queries, count):
    for _ in range(count):
        member(StagePageFactory(parent=edition, timed=True))
    with django_assert_num_queries(15):
        assert nudges.plan().planned == count


@pytest.mark.parametrize("count", [1, 3])
def test_door_takes_the_same_queries_for_any_number(edition, django_assert_num_queries, count):
    for _ in range(count):
        member(StagePageFactory(parent=edition, timed=True))
    nudges.plan()
    found = list(Delivery.objects.all())
    with django_assert_num_queries(14):
        assert ledger.obstacles(found) == {}
