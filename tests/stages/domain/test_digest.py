"""What the national team reads on Monday."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from stages.domain import digest, ledger
from stages.enums import DeliveryKind, RequirementKind, ScheduleChange
from stages.models import Consent, Delivery, ProgrammeRelease, Requirement
from tests.factories import (
    ConsentFactory,
    EditionPageFactory,
    RequirementFactory,
    StagePageFactory,
    SubscriptionFactory,
    UserFactory,
    publish,
)
from tour import clock
from tour.models import MailState, User

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
MONDAY, NEXT = datetime(2014, 9, 22, 8, tzinfo=PARIS), datetime(2014, 9, 29, 8, tzinfo=PARIS)


@pytest.fixture
def edition(home, clock_at):
    """It is Friday, 19 September 2014."""
    clock_at("2014-09-19T10:00")
    edition = EditionPageFactory()
    Requirement.objects.filter(edition=edition).delete()
    RequirementFactory(edition=edition, kind=RequirementKind.SUMMARY, days=-40)
    return edition


def row_of(state, due="2014-09-24T09:00", **made):
    at = datetime.fromisoformat(due).replace(tzinfo=PARIS)
    sent_at = at if state == MailState.SENT else None
    count = Delivery.objects.count()
    Delivery.objects.create(
        **{"kind": DeliveryKind.REMINDER, **made},
        key=f"row {count}",
        state=state,
        due_at=at,
        next_try_at=at,
        planned_at=at,
        sent_at=sent_at,
    )


def read_on(clock_at, instant="2014-09-29T08:00"):
    clock_at(instant)
    return digest.digest(MONDAY, NEXT)


def test_stages_of_the_edition_that_is_not_over_are_told_with_what_is_late(edition, clock_at):
    EditionPageFactory(year=2012)
    StagePageFactory(parent=edition, exact=True, title="Mende")
    told = read_on(clock_at)
    assert (told.edition, [row.title for row in told.late], told.stages[0].total) == (edition, ["Mende"], 1)


def test_once_all_editions_are_over_none_is_told(edition, clock_at):
    told = read_on(clock_at, "2015-01-01T08:00")
    assert (told.edition, told.stages) == (None, [])


def test_what_was_published_within_the_week_is_told(edition, clock_at):
    stage = StagePageFactory(parent=edition, exact=True, published=True, title="Mende")
    clock_at("2014-09-24T10:00")
    publish(stage, status="cancelled")
    ProgrammeRelease.objects.create(stage=stage, number=1, released_at=clock.now())
    told = read_on(clock_at)
    assert [(one.stage, one.change) for one in told.changes] == [(stage, ScheduleChange.CANCELLED)]
    assert [(one.stage, one.number) for one in told.releases] == [(stage, 1)]


def test_followers_are_counted_and_those_erased_by_their_proofs(edition, clock_at):
    SubscriptionFactory()
    SubscriptionFactory(confirmed_at=datetime(2014, 9, 23, tzinfo=PARIS))
    SubscriptionFactory(left_at=datetime(2014, 9, 23, tzinfo=PARIS))
    gone = SubscriptionFactory()
    for _ in range(2):
        ConsentFactory(subscription=gone, address_hash="1" * 64)
    Consent.objects.update(withdrawn_at=datetime(2014, 9, 24, tzinfo=PARIS))
    gone.delete()
    told = read_on(clock_at)
    assert (told.gained, told.lost, told.followers) == (1, 2, 2)


def test_mails_of_the_week_are_counted_by_what_became_of_them(edition, clock_at):
    for state in (MailState.SENT, MailState.SENT, MailState.FAILED, MailState.EXPIRED, MailState.CANCELLED):
        row_of(state)
    row_of(MailState.SENT, due="2014-09-29T08:00")
    row_of(MailState.SENT, kind=DeliveryKind.DIGEST)
    row_of(MailState.UNCERTAIN, due="2014-09-01T08:00")
    assert read_on(clock_at).mails == {"sent": 2, "failed": 1, "expired": 1, "uncertain": 1}


def test_team_of_what_is_long_late_is_to_be_rung_up(edition, clock_at):
    stage = StagePageFactory(parent=edition, exact=True, title="Mende")
    other = StagePageFactory(parent=edition, exact=True, summary="Une journée.")
    user = UserFactory(first_name="Marie", last_name="Durand")
    for page in (stage, other):
        page.team.group.user_set.add(user)
    stage.team.group.user_set.add(UserFactory(is_active=False))
    told = read_on(clock_at)
    assert [(call.late.page, call.members) for call in told.calls] == [(stage, [user])]
    assert told.forsaken == []


def test_stage_to_come_that_nobody_keeps_is_told(edition, clock_at):
    stage = StagePageFactory(parent=edition, exact=True)
    stage.team.group.user_set.add(UserFactory(is_active=False))
    StagePageFactory(parent=edition, cancelled=True)
    assert [page.pk for page in read_on(clock_at).forsaken] == [stage.pk]


def test_digest_leaves_on_monday_to_who_conducts_the_tour_and_wants_it(edition, smtp_server, clock_at):
    reader = UserFactory(national=True, email="nationale@tour.example")
    UserFactory(national=True, receives_digest=False)
    UserFactory()
    stage = StagePageFactory(parent=edition, exact=True, title="Mende")
    stage.team.group.user_set.add(UserFactory(first_name="Marie", last_name="Durand"))
    StagePageFactory(parent=edition, exact=True, title="Marvejols", slug="marvejols")
    assert [digest.plan().planned, digest.plan().total] == [1, 0]
    clock_at("2014-09-22T08:00")
    assert ledger.send_due() == 1
    row, (message,) = Delivery.objects.get(), smtp_server.messages
    assert (row.key, row.state) == (f"digest:user:{reader.pk}:week:2014-W39", MailState.SENT)
    assert message["Subject"] == "Le Tour cette semaine\xa0: 2 étapes en retard"
    text = message.get_body(("plain",)).get_content()
    assert (
        "À RELANCER DE VIVE VOIX\n- Mende (Marie Durand)\xa0: Résumé en retard de 23\xa0jours\n"
        "- Marvejols (personne dans l’équipe)\xa0: Résumé en retard de 23\xa0jours\n"
    ) in text
    assert "- Mende, jeudi 9\xa0octobre 2014\xa0: 0 sur 1, en retard\xa0: Résumé\n" in text
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda: None, digest.NOTHING_TO_TELL),
        (lambda: User.objects.update(receives_digest=False), digest.NOT_NATIONAL),
        (lambda: User.objects.update(is_superuser=False), digest.NOT_NATIONAL),
    ],
)
def test_digest_without_news_or_reader_does_not_leave(home, smtp_server, clock_at, change, said):
    clock_at("2014-09-19T10:00")
    UserFactory(national=True)
    digest.plan()
    change()
    clock_at("2014-09-22T08:00")
    assert ledger.send_due() == 0
    assert Delivery.objects.get().reason == said


@pytest.mark.parametrize("count", [1, 3])
def test_digest_takes_the_same_queries_for_any_number(edition, clock_at, django_assert_num_queries, count):
    for _ in range(count):
        stage = StagePageFactory(parent=edition, exact=True)
        stage.team.group.user_set.add(UserFactory())
    clock_at("2014-09-29T08:00")
    with django_assert_num_queries(32):
        assert len(digest.digest(MONDAY, NEXT).calls) == count
