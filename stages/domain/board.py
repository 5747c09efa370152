"""The board: where the stages of an edition stand, for those who conduct the Tour."""

from dataclasses import dataclass
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import WorkflowState

from stages.domain.audience import followers_of
from stages.domain.dates import date_in_words
from stages.domain.readiness import Line, Readiness, readiness
from stages.models import EditionPage, StagePage
from stages.models.stage_queryset import PARENT_PATH
from tour import french
from tour.clock import PARIS
from tour.models import BasePage

#: What the board does not show of a stage.
UNREAD = ("body", "access", "venue__body", "latest_revision__content")


@dataclass(frozen=True)
class BoardRow:
    """A stage on the board; ``review`` is the workflow in which it waits, if any. ``followers``: how many follow it,
    None for who does not keep it.
    """

    stage: StagePage
    readiness: Readiness
    review: WorkflowState | None
    followers: int | None

    @property
    def title(self) -> str:
        return self.stage.title

    @property
    def held_on(self) -> str:
        """The date in words; empty when nothing is known."""
        return date_in_words(self.stage)

    @property
    def phase(self) -> str:
        """Its status if it is off, else its phase."""
        return self.stage.phase.label if self.stage.goes_ahead else self.stage.get_status_display()

    @property
    def met(self) -> int:
        return self.readiness.met

    @property
    def total(self) -> int:
        return self.readiness.total

    @property
    def others(self) -> tuple[Line, ...]:
        """What is missing and not late."""
        return tuple(line for line in self.readiness.to_do if line not in self.readiness.late)

    @property
    def late_names(self) -> str:
        return ", ".join(line.label for line in self.readiness.late)

    @property
    def missing_names(self) -> str:
        return ", ".join(line.label for line in self.readiness.to_do)

    @property
    def next_name(self) -> str:
        return self.readiness.next_due.label if self.readiness.next_due else ""

    @property
    def next_on(self) -> date | None:
        return self.readiness.next_due.due_on if self.readiness.next_due else None

    @property
    def changed_on(self) -> date | None:
        """The day, in Paris, on which it was saved last."""
        revision = self.stage.latest_revision
        return revision.created_at.astimezone(PARIS).date() if revision else None

    @property
    def changed_by(self) -> str:
        """Who saved it last; empty when nobody is known to have."""
        revision = self.stage.latest_revision
        return str(revision.user) if revision and revision.user else ""

    @property
    def publication(self) -> str:
        if not self.stage.live:
            return "Non publiée"
        return "Publiée, avec des changements à publier" if self.stage.has_unpublished_changes else "Publiée"

    @property
    def review_words(self) -> str:
        """« En relecture : l’équipe nationale »; empty outside a review."""
        if self.review is None:
            return ""
        if self.review.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return "Relue\u00a0: des changements sont demandés"
        task = self.review.current_task_state
        return f"En relecture{french.NBSP}: {task.task.name}" if task else "En relecture"


def board(edition: EditionPage, among: QuerySet[BasePage], kept: QuerySet[BasePage]) -> list[BoardRow]:
    """A row for each stage of ``edition`` that is one of the pages ``among``; twelve queries whatever their number.

    Stages that are late come first, the latest before the others; then in the order of the Tour. Followers are
    counted of those that are among the pages ``kept``.
    """
    stages = list(
        StagePage.objects.child_of(edition)
        .filter(pk__in=among.values("pk"))
        .with_progress()
        .with_venue()
        .select_related("latest_revision__user")
        .in_tour_order()
        .defer(*UNREAD)
    )
    judged, waiting = readiness(stages), reviews(stages)
    own = set(kept.filter(pk__in=[stage.pk for stage in stages]).values_list("pk", flat=True))
    followers = followers_of([stage for stage in stages if stage.pk in own])
    rows = [BoardRow(stage, judged[stage.pk], waiting.get(str(stage.pk)), followers.get(stage.pk)) for stage in stages]
    return sorted(rows, key=lambda row: -len(row.readiness.late))


def reviews(stages) -> dict[str, WorkflowState]:
    """The workflow in which each stage waits, by key as text: one query."""
    active = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(BasePage),
        object_id__in=[str(stage.pk) for stage in stages],
    )
    return {state.object_id: state for state in active.select_related("current_task_state__task")}


def editions_with(stages: QuerySet[StagePage]) -> QuerySet[EditionPage]:
    """The editions that have one of ``stages``, the newest first."""
    paths = stages.order_by().annotate(edition_path=PARENT_PATH).values("edition_path")
    return EditionPage.objects.filter(path__in=paths).newest_first()
