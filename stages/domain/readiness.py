"""How far stages are with what their edition requires of them: computed from the data and the clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse

from stages.domain import stage_facts
from stages.domain.requirements import CHECKS
from stages.domain.stage_facts import StageFacts
from stages.enums import RequirementKind, RequirementState
from stages.models import Requirement, StagePage
from tour import clock

#: Days within which a deadline is near.
NEAR = 14
TO_DO = {RequirementState.LATE, RequirementState.SOON, RequirementState.LATER}


@dataclass(frozen=True)
class Line:
    """One requirement of one stage.

    ``missing`` says in words what it lacks (empty when met), ``edit_url`` leads to the very field. ``due_on`` is None
    as long as the stage's day is not known; ``countdown`` is « J−60 ». ``is_drafted``: the latest draft meets it, what
    is published does not. ``note`` is the national team's word to organisers.
    """

    kind: RequirementKind
    state: RequirementState
    is_met: bool
    is_drafted: bool
    missing: str
    due_on: date | None
    countdown: str
    edit_url: str
    note: str

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def is_to_do(self) -> bool:
        return self.state in TO_DO


@dataclass(frozen=True)
class Readiness:
    """The requirements of one stage, by deadline. What is « sans objet » does not count."""

    lines: tuple[Line, ...]

    @property
    def total(self) -> int:
        return sum(line.state != RequirementState.NOT_APPLICABLE for line in self.lines)

    @property
    def met(self) -> int:
        return sum(line.state == RequirementState.MET for line in self.lines)

    @property
    def to_do(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_to_do)

    @property
    def settled(self) -> tuple[Line, ...]:
        """What asks for nothing any more: done, or « sans objet »."""
        return tuple(line for line in self.lines if not line.is_to_do)

    @property
    def late(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state == RequirementState.LATE)

    @property
    def next_due(self) -> Line | None:
        """What is to be done first of what is not late; None when nothing has a day."""
        dated = [line for line in self.to_do if line.due_on and line.state != RequirementState.LATE]
        return min(dated, key=lambda line: line.due_on, default=None)


def readiness(stages: Iterable[StagePage], today: date | None = None) -> dict[int, Readiness]:
    """The readiness of each stage as it is published, by key: six queries whatever their number.

    ``stages`` are read ``with_progress().with_venue()``. ``today`` is by default the present day where each is held.
    """
    return assess(list(stages), today, drafts={})


def readiness_with_drafts(stages: Iterable[StagePage], today: date | None = None) -> dict[int, Readiness]:
    """As ``readiness``, knowing besides what the latest drafts meet: for one person's few stages, queries for each."""
    stages = list(stages)
    return assess(stages, today, drafts={stage.pk: stage_facts.drafted(stage) for stage in stages})


def assess(stages, today, drafts) -> dict[int, Readiness]:
    required = requirements_of(stages)
    facts = stage_facts.published(stages)
    return {
        stage.pk: Readiness(
            tuple(
                line_of(requirement, facts[stage.pk], drafts.get(stage.pk), today or clock.today(stage.time_zone))
                for requirement in required[edition_path(stage)]
            )
        )
        for stage in stages
    }


def requirements_of(stages) -> dict[str, list[Requirement]]:
    """What the editions of ``stages`` require, by the edition's path, in the order of the deadlines: one query."""
    found = defaultdict(list)
    requirements = Requirement.objects.filter(edition__path__in={edition_path(stage) for stage in stages})
    for requirement in requirements.annotate(path=F("edition__path")).order_by("days", "sort_order", "pk"):
        found[requirement.path].append(requirement)
    return found


def edition_path(stage) -> str:
    return stage.path[: -StagePage.steplen]


def line_of(requirement: Requirement, facts: StageFacts, draft: StageFacts | None, today: date) -> Line:
    kind, stage = RequirementKind(requirement.kind), facts.stage
    missing, field = CHECKS[kind](facts)
    if not missing and not stage.live:
        missing = "La page de l’étape n’est pas publiée."
    due_on = requirement.due_on(stage)
    return Line(
        kind=kind,
        state=state_of(kind, stage, due_on, today, is_met=not missing),
        is_met=not missing,
        is_drafted=bool(missing) and draft is not None and not CHECKS[kind](draft)[0],
        missing=missing,
        due_on=due_on,
        countdown=requirement.countdown,
        edit_url=edit_url(kind, facts, field),
        note=requirement.note,
    )


def state_of(kind, stage, due_on, today, *, is_met) -> RequirementState:
    stage.read_progress()
    # Nobody registers for what is over.
    if not stage.goes_ahead or (kind == RequirementKind.REGISTRATION and stage.is_over and not is_met):
        return RequirementState.NOT_APPLICABLE
    if is_met:
        return RequirementState.MET
    if due_on is None or (kind == RequirementKind.RESULTS and not stage.is_over):
        return RequirementState.LATER
    if due_on < today:
        return RequirementState.LATE
    return RequirementState.SOON if (due_on - today).days <= NEAR else RequirementState.LATER


def edit_url(kind, facts, field) -> str:
    """Where ``field`` is edited: Wagtail opens its tab and brings it into view.

    A press release is a page of its own: the one there is, else the form of a new one.
    """
    page = facts.stage.pk
    if kind == RequirementKind.PRESS_RELEASE:
        if not facts.releases:
            return reverse("wagtailadmin_pages:add", args=["stages", "pressreleasepage", page])
        page = next((key for key, is_out in facts.releases if is_out), facts.releases[0][0])
    return f"{reverse('wagtailadmin_pages:edit', args=[page])}#:w:contentpath={field}"
