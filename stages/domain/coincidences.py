"""What meets across stages: somebody or a partner announced in two places at once, two stages on one day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from partners.enums import PartnerRole
from stages.enums import CoincidenceKind, DateKind
from stages.models import Participation, StagePage, StagePartner
from tour import french

#: Roles that ask to be on the spot.
ON_THE_SPOT = [PartnerRole.ORGANISER, PartnerRole.LOCAL_ORGANISER, PartnerRole.HOST]


@dataclass(frozen=True)
class Coincidence:
    """``stages`` fall together from ``first`` to ``last``; ``name`` is who is announced at each (empty: nobody)."""

    kind: CoincidenceKind
    name: str
    stages: tuple[StagePage, ...]
    first: date
    last: date

    @property
    def days(self) -> str:
        return french.days(self.first, self.last)

    @property
    def is_warning(self) -> bool:
        """Two stages on one day are no fault: it is said, and no more."""
        return self.kind != CoincidenceKind.STAGES


def coincidences(stages: Iterable[StagePage]) -> list[Coincidence]:
    """What meets among those of ``stages`` that are published, go ahead and have a day: two queries whatever their
    number. By kind, then by date.

    Somebody is where the moment that announces them is, on that day; a partner who organises or hosts is there
    throughout.
    """
    held = {
        stage.pk: stage
        for stage in stages
        if stage.live and stage.goes_ahead and stage.date_kind == DateKind.EXACT and stage.starts_on
    }
    return [
        Coincidence(kind, name, tuple(held[key] for key in keys), first, last)
        for kind, presences in (
            (CoincidenceKind.PERSON, people(held)),
            (CoincidenceKind.PARTNER, partners(held)),
            (CoincidenceKind.STAGES, [("", "", key, days_of(stage)) for key, stage in held.items()]),
        )
        for name, keys, first, last in meetings(presences)
    ]


def people(held):
    """(who, name, stage, days) of everybody announced by their page or their name."""
    announced = Participation.objects.filter(item__stage__in=held, is_announced=True).exclude(person=None, name="")
    rows = announced.values_list("person", "person__title", "name", "item__stage", "item__day")
    for person, title, name, key, day in rows.order_by("pk"):
        known = title or name
        yield person or french.fold(name), known, key, [held[key].starts_on + timedelta(days=day - 1)]


def partners(held):
    roles = StagePartner.objects.filter(stage__in=held, role__in=ON_THE_SPOT)
    for partner, title, key in roles.values_list("partner", "partner__title", "stage").order_by("pk"):
        yield partner, title, key, days_of(held[key])


def days_of(stage) -> list[date]:
    return [stage.starts_on + timedelta(days=n) for n in range((stage.last_day - stage.starts_on).days + 1)]


def meetings(presences):
    """(name, keys of the stages, first day, last day) of whoever is at two stages or more on the same days; by date."""
    names, at = {}, defaultdict(lambda: defaultdict(set))
    for who, name, key, days in presences:
        names[who] = name
        for day in days:
            at[who][day].add(key)
    found = []
    for who, stages_on in at.items():
        together = sorted((day, sorted(keys)) for day, keys in stages_on.items() if len(keys) > 1)
        # Days in a row at the same stages are told at once.
        runs = groupby(enumerate(together), lambda item: (item[1][0].toordinal() - item[0], item[1][1]))
        for (_start, keys), run in runs:
            days = [day for _index, (day, _keys) in run]
            found.append((names[who], keys, days[0], days[-1]))
    return sorted(found, key=lambda meeting: (meeting[2], meeting[0]))
