"""What changed from one version of a programme to the next, as far as it may be told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import time

from stages.domain import disclosure
from stages.enums import SessionKind
from stages.models import Participation, PersonPage, ProgrammeItem, ProgrammeRelease, StagePage
from tour.french import fold

#: What a snapshot keeps of a participation under the same name. Who came is told by the stage's page.
KEPT_OF_A_PART = ("name", "function", "organisation", "is_announced", "is_alternate")


@dataclass(frozen=True)
class Speaker:
    """Somebody as they may be named; ``detail`` is their function and organisation that day."""

    name: str
    detail: str
    is_alternate: bool


@dataclass(frozen=True)
class Moment:
    """A programme item of a snapshot, with the names that ``stages.domain.programme.days_of`` asks for."""

    key: int | None
    sort_order: int
    title: str
    day: int
    is_all_day: bool
    start_time: time | None
    end_time: time | None
    kinds: tuple[str, ...]
    description: str
    speakers: tuple[Speaker, ...]

    @property
    def when(self):
        return self.day, self.is_all_day, self.start_time, self.end_time

    @property
    def kind_labels(self) -> list[str]:
        return [SessionKind(kind).label for kind in self.kinds]


@dataclass(frozen=True)
class Change:
    """A moment that stayed, and what of it did not."""

    before: Moment
    after: Moment

    @property
    def is_moved(self) -> bool:
        return self.before.when != self.after.when

    @property
    def is_renamed(self) -> bool:
        return self.before.title != self.after.title

    @property
    def is_of_other_kinds(self) -> bool:
        return self.before.kinds != self.after.kinds

    @property
    def is_described_anew(self) -> bool:
        return self.before.description != self.after.description

    @property
    def new_speakers(self) -> list[Speaker]:
        return not_among(self.after.speakers, self.before.speakers)

    @property
    def gone_speakers(self) -> list[Speaker]:
        return not_among(self.before.speakers, self.after.speakers)

    @property
    def other_speakers(self) -> list[Speaker]:
        """Those who stay, with another function or organisation, or in place of somebody else."""
        new = self.new_speakers
        return [who for who in self.after.speakers if who not in self.before.speakers and who not in new]

    def __bool__(self):
        alike = (self.is_moved, self.is_renamed, self.is_of_other_kinds, self.is_described_anew)
        return any(alike) or set(self.before.speakers) != set(self.after.speakers)


@dataclass(frozen=True)
class Differences:
    """What a version adds, takes out and changes, each in the order of the programme; false when nothing."""

    added: list[Moment] = field(default_factory=list)
    removed: list[Moment] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)

    def __bool__(self):
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Version:
    """A release, what it changes of the one before (of nothing, for the first), and whether several days are told."""

    release: ProgrammeRelease
    differences: Differences
    has_several_days: bool


def snapshot(items: Iterable[ProgrammeItem]) -> list[dict]:
    """The programme made of ``items`` as JSON holds it, by day, each day in the order of its rows."""
    return [
        {
            "key": item.pk,
            "title": item.title,
            "day": item.day,
            "is_all_day": item.is_all_day,
            "start": item.start_time.isoformat() if item.start_time else None,
            "end": item.end_time.isoformat() if item.end_time else None,
            "kinds": item.kinds,
            "description": item.description,
            "participations": [
                {"person": part.person_id, **{name: getattr(part, name) for name in KEPT_OF_A_PART}}
                for part in item.participations.all()
            ],
        }
        for item in sorted(items, key=lambda item: (item.day, item.sort_order or 0))
    ]


def told(snapshots: list[list[dict]], *, has_begun: bool) -> list[list[Moment]]:
    """The moments of each snapshot with the speakers that the stage's page would name now: one query for all."""
    keys = {part["person"] for items in snapshots for item in items for part in item["participations"]}
    people = PersonPage.objects.visible().defer("body").in_bulk([key for key in keys if key is not None])
    return [[moment_of(item, rank, people, has_begun) for rank, item in enumerate(items)] for items in snapshots]


def moment_of(item: dict, rank: int, people: dict[int, PersonPage], has_begun: bool) -> Moment:
    start, end = (time.fromisoformat(item[name]) if item[name] else None for name in ("start", "end"))
    parts = [participation_of(part, people) for part in item["participations"]]
    return Moment(
        key=item["key"],
        sort_order=rank,
        title=item["title"],
        day=item["day"],
        is_all_day=item["is_all_day"],
        start_time=start,
        end_time=end,
        kinds=tuple(item["kinds"]),
        description=item["description"],
        speakers=tuple(speaker_of(part) for part in disclosure.speakers(parts, has_begun)),
    )


def participation_of(part: dict, people: dict[int, PersonPage]) -> Participation:
    """An unsaved row that knows whether its person may be named."""
    row = Participation(person_id=part["person"], **{name: part[name] for name in KEPT_OF_A_PART})
    row.is_person_open = part["person"] in people
    if row.is_person_open:
        row.person = people[part["person"]]
    return row


def speaker_of(part: Participation) -> Speaker:
    function = part.function if part.function != part.shown_name else ""
    return Speaker(
        name=part.shown_name,
        detail=", ".join(words for words in (function, part.organisation) if words),
        is_alternate=part.is_alternate,
    )


def not_among(speakers: Iterable[Speaker], others: Iterable[Speaker]) -> list[Speaker]:
    names = {other.name for other in others}
    return [speaker for speaker in speakers if speaker.name not in names]


def differences(before: list[Moment], after: list[Moment]) -> Differences:
    """What ``after`` changes of ``before``. A moment is known by its key, else by its title."""
    pairs = paired(before, after)
    stayed = {id(moment) for moment in pairs.values()}
    changes = [Change(pairs[rank], moment) for rank, moment in enumerate(after) if rank in pairs]
    return Differences(
        added=[moment for rank, moment in enumerate(after) if rank not in pairs],
        removed=[moment for moment in before if id(moment) not in stayed],
        changed=[change for change in changes if change],
    )


def paired(before: list[Moment], after: list[Moment]) -> dict[int, Moment]:
    """{rank in ``after``: the moment of ``before`` that it was}."""
    pairs, left = {}, list(before)
    for is_same in (has_same_key, has_same_title_and_hour, has_same_title):
        for rank, moment in enumerate(after):
            was = None if rank in pairs else next((other for other in left if is_same(other, moment)), None)
            if was is not None:
                pairs[rank] = was
                left = [other for other in left if other is not was]
    return pairs


def has_same_key(one: Moment, other: Moment) -> bool:
    return one.key is not None and one.key == other.key


def has_same_title(one: Moment, other: Moment) -> bool:
    return fold(one.title) == fold(other.title)


def has_same_title_and_hour(one: Moment, other: Moment) -> bool:
    return has_same_title(one, other) and one.when == other.when


def versions(stage: StagePage) -> list[Version]:
    """The releases of the programme of ``stage``, the newest first: two queries, whatever their number."""
    releases = list(stage.programme_releases.order_by("number"))
    programmes = told([release.items for release in releases], has_begun=disclosure.has_begun(stage))
    found = [
        Version(release, differences(before, after), any(moment.day > 1 for moment in [*before, *after]))
        for release, before, after in zip(releases, [[], *programmes], programmes, strict=False)
    ]
    return found[::-1]
