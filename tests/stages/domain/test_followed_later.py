"""Who follows a theme or a region that a stage is given later is told of no change before."""

from datetime import date, timedelta

import pytest

from stages.domain import following, reminders
from stages.enums import DeliveryKind, FollowScope, ScheduleChange, StageStatus
from stages.models import Delivery, ScheduleVersion, StagePage
from tests.factories import (
    FollowFactory,
    ThemeFactory,
    publish,
)
from tests.stages.domain.notified import lose, noticed
from tour.models import MailState

pytestmark = pytest.mark.django_db


def follow(stage, *, theme=None):
    """A theme that ``stage`` does not have, or its region, followed since the beginning of the year."""
    scope = (
        {"scope": FollowScope.THEME, "theme": theme} if theme else {"scope": FollowScope.REGION, "region": "Bretagne"}
    )
    return FollowFactory(**scope).subscription


def give(stage, theme):
    """An editor adds ``theme``, or the department of the region."""
    edited = StagePage.objects.get(pk=stage.pk)
    if theme:
        edited.themes.add(theme)
    else:
        edited.department = "35"
    edited.save_revision().publish()


@pytest.mark.parametrize("changes", [{"starts_on": date(2014, 10, 16)}, {"status": StageStatus.CANCELLED}])
@pytest.mark.parametrize("is_theme", [True, False], ids=["theme", "region"])
def test_who_follows_what_a_stage_is_given_later_is_told_of_no_old_change(stage, clock_at, changes, is_theme):
    theme = ThemeFactory() if is_theme else None
    follow(stage, theme=theme)
    clock_at("2014-09-10T10:00")
    publish(stage, **changes)
    clock_at("2014-09-20T10:00")
    give(stage, theme)
    assert (noticed(), reminders.reconcile().total) == ([], 0)
    clock_at("2014-09-25T10:00")
    publish(stage, starts_on=date(2014, 10, 23), status=StageStatus.CONFIRMED)
    ((_kind, _occurrence, state),) = noticed()
    assert state == MailState.DUE


def test_theme_that_comes_back_tells_its_followers_of_no_change_meanwhile(stage, clock_at):
    theme = ThemeFactory()
    give(stage, theme)
    follow(stage, theme=theme)
    clock_at("2014-09-05T10:00")
    edited = StagePage.objects.get(pk=stage.pk)
    edited.themes.clear()
    edited.save_revision().publish()
    clock_at("2014-09-10T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    clock_at("2014-09-20T10:00")
    give(stage, theme)
    assert (noticed(), reminders.reconcile().total) == ([], 0)


def test_who_follows_the_stage_as_well_is_told_of_what_was_before_its_theme(stage, follower, clock_at):
    theme = ThemeFactory()
    FollowFactory(subscription=follower, scope=FollowScope.THEME, theme=theme)
    following.pause(follower)
    clock_at("2014-09-10T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    give(stage, theme)
    following.resume(follower)
    assert [state for _kind, _occurrence, state in noticed()] == [MailState.DUE]


def test_another_theme_is_no_news(stage, follower, clock_at, smtp_server):
    """Neither the change that waits, nor the one whose fate a person is to decide, becomes another by it."""
    clock_at("2014-09-02T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    due_at = Delivery.objects.get(kind=DeliveryKind.CHANGED).due_at
    clock_at("2014-09-02T10:05")
    give(stage, ThemeFactory())
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.DUE)]
    assert Delivery.objects.get(kind=DeliveryKind.CHANGED).due_at == due_at
    clock_at("2014-09-02T11:00")
    lose(smtp_server)
    give(stage, ThemeFactory())
    assert noticed() == [(DeliveryKind.CHANGED, "1", MailState.UNCERTAIN)]
    assert stage.schedule_versions.filter(change=ScheduleChange.COVERAGE).count() == 2
    assert ScheduleVersion.objects.announced().count() == 2


def test_change_after_another_theme_waits_for_the_editor_to_be_quiet(stage, follower, clock_at):
    clock_at("2014-09-02T10:00")
    give(stage, ThemeFactory())
    now = clock_at("2014-09-10T10:00")
    publish(stage, starts_on=date(2014, 10, 16))
    assert Delivery.objects.get(kind=DeliveryKind.CHANGED).due_at == now + timedelta(minutes=10)
