"""The season of 2014, rehearsed: its followers, and what happens to its stages."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from home import followers
from home.demo_data.followers import FOLLOWERS, PASSERS_BY
from stages.domain import replay
from stages.domain.replay import Event, Walk
from stages.enums import StageStatus
from stages.models import Delivery, StagePage
from tour.clock import PARIS

FIRST, LAST = datetime(2014, 1, 1, tzinfo=PARIS), datetime(2014, 12, 31, tzinfo=PARIS)
#: Stands for results that are not known.
RESULTS = [("paragraph", "<p>La restitution de cette étape, mise en ligne pour la répétition.</p>")]


class UnknownStageError(Exception):
    pass


@dataclass(frozen=True)
class Season:
    """What came of a rehearsal: nothing of it is in the database any more."""

    walk: Walk
    rows: list[Delivery]
    silent: list[tuple[str, str]]


def season(events: list[Event]) -> Season:
    """Rehearse the documented season of 2014, with ``events`` besides those of its followers."""
    with replay.rehearsal(FIRST) as travel:
        for one in FOLLOWERS:
            followers.follow(**one)
        walk = replay.walk(travel, until=LAST, events=[*events, *comings_and_goings()])
        return Season(walk, replay.rows(), replay.silent_stages(FIRST))


def comings_and_goings() -> list[Event]:
    events = []
    for one in PASSERS_BY:
        deeds = {"comes_at": partial(followers.follow, **{k: v for k, v in one.items() if not k.endswith("_at")})}
        deeds |= {
            "leaves_at": partial(followers.leave, one["email"]),
            "pauses_at": partial(followers.pause, one["email"]),
        }
        events += [Event(paris(one[name]), deed) for name, deed in deeds.items() if name in one]
    return events


def paris(text: str) -> datetime:
    """An ISO 8601 date and time, of Paris unless it says where. Raises ValueError."""
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)


# --- What happens to a stage ------------------------------------------------------------------------------------


def move(slug: str, day: str) -> Callable:
    """Raises UnknownStageError, ValueError."""
    return change(slug, starts_on=date.fromisoformat(day), ends_on=None)


def cancel(slug: str) -> Callable:
    return change(slug, status=StageStatus.CANCELLED)


def postpone(slug: str) -> Callable:
    return change(slug, status=StageStatus.POSTPONED)


def publish_results(slug: str) -> Callable:
    return change(slug, results=RESULTS)


def change(slug: str, **changes) -> Callable:
    """What publishes a stage changed, as an editor does."""
    key = StagePage.objects.visible().filter(slug=slug).order_by("-path").values_list("pk", flat=True).first()
    if key is None:
        raise UnknownStageError(slug)

    def publish():
        stage = StagePage.objects.get(pk=key)
        for name, value in changes.items():
            setattr(stage, name, value)
        stage.save_revision().publish()

    return publish
