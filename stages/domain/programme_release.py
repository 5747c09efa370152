"""Releasing the programme of a stage: from its draft to a version that the public is told of."""

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.models import Orderable, WorkflowState

from stages.domain import disclosure, programme
from stages.domain.programme_changes import Differences, differences, snapshot, told
from stages.models import ProgrammeItem, ProgrammeRelease, StagePage
from tour import clock
from tour.models import BasePage


class RefusedError(Exception):
    """Why a programme is not released, in a sentence."""


class Outcome(StrEnum):
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    SUBMITTED = "submitted"


@dataclass(frozen=True)
class Candidate:
    """What a release would make public: the programme of the draft, and what there is to say of it."""

    draft: StagePage
    last: ProgrammeRelease | None
    days: list[programme.Day]
    differences: Differences
    errors: list[str]

    @property
    def number(self) -> int:
        return self.last.number + 1 if self.last else 1

    @property
    def overlaps(self) -> list[programme.Overlap]:
        return programme.overlaps(self.days)

    @property
    def gaps(self) -> list[programme.Gap]:
        return programme.gaps(self.days)

    @property
    def unscheduled(self) -> list:
        return [moment for day in self.days for moment in day.unscheduled]


def candidate(stage: StagePage) -> Candidate:
    """The next version of the programme of ``stage``: its latest draft, compared with the last version."""
    draft = stage.get_latest_revision_as_object()
    last = stage.programme_releases.order_by("-number").first()
    snapshots = [last.items if last else [], snapshot(draft.programme_items.all())]
    before, after = told(snapshots, has_begun=disclosure.has_begun(draft))
    return Candidate(
        draft=draft,
        last=last,
        days=programme.days_of(draft, after),
        differences=differences(before, after),
        errors=errors_of(draft),
    )


def refusal(found: Candidate, user) -> str:
    """Why ``user`` cannot release what was found; empty when nothing forbids it."""
    permissions = found.draft.permissions_for_user(user)
    if found.errors:
        return "Le brouillon est à compléter d’abord\u00a0: rien n’a été publié."
    if not found.differences:
        return (
            "Le programme n’a pas changé depuis sa dernière publication\u00a0: il n’y a rien à publier."
            if found.last
            else "Le programme est encore vide\u00a0: ajoutez d’abord un moment."
        )
    if permissions.page_locked():
        return "Cette étape est verrouillée ou en cours de relecture\u00a0: son programme se publiera après."
    if not permissions.can_publish() and not permissions.can_submit_for_moderation():
        return "Votre compte ne peut ni publier cette étape ni la soumettre\u00a0: demandez à l’équipe nationale."
    return ""


@transaction.atomic
def release(stage: StagePage, *, by, seen: int | None = None) -> Outcome:
    """Make the draft of ``stage`` the next version of its programme; tell how it goes public.

    At once, or at the hour its draft gives, if ``by`` may publish the page; else it is submitted to the page's
    workflow. ``seen`` is the key of the revision that was looked at, if one was. Raises RefusedError, and changes
    nothing, when there is nothing to release or it cannot be.
    """
    # Two who press at once come one after the other, and the second finds nothing left to release.
    BasePage.objects.select_for_update().get(pk=stage.pk)
    stage = StagePage.objects.get(pk=stage.pk)
    found = candidate(stage)
    reason = refusal(found, by)
    if not reason and seen is not None and seen != stage.latest_revision_id:
        reason = "Le brouillon a changé depuis que vous l’avez ouvert\u00a0: relisez-le, puis publiez."
    if reason:
        raise RefusedError(reason)
    draft = found.draft
    draft.programme_version = found.number
    for item in draft.programme_items.all():
        item.is_provisional = item.is_provisional and not (item.is_all_day or item.start_time)
    revision = draft.save_revision(user=by, log_action=True)
    if draft.permissions_for_user(by).can_publish():
        revision.publish(user=by)
        is_later = draft.go_live_at is not None and draft.go_live_at > clock.machine_now()
        return Outcome.SCHEDULED if is_later else Outcome.PUBLISHED
    submit(draft, by)
    return Outcome.SUBMITTED


def submit(draft: StagePage, user):
    """As « Soumettre » does in the edit form."""
    state = draft.current_workflow_state
    if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        draft.get_workflow().start(draft, user)


def record(stages: QuerySet[StagePage] | None = None) -> list[ProgrammeRelease]:
    """Keep the programme of each live stage (of ``stages``, else of all) whose version was not kept yet.

    One query when there is none. Safe to run twice, or twice at once: each number of a stage is written once.
    """
    stages = StagePage.objects.all() if stages is None else stages
    newest = ProgrammeRelease.objects.filter(stage=OuterRef("pk")).order_by("-number").values("number")[:1]
    due = (
        stages.live()
        .alias(last_number=Coalesce(Subquery(newest), 0))
        .filter(programme_version__gt=F("last_number"))
        .select_related("live_revision")
        .defer("body", "access", "results")
    )
    found = list(due)
    if not found:
        return []
    items = {}
    for item in ProgrammeItem.objects.filter(stage__in=found).prefetch_related("participations"):
        items.setdefault(item.stage_id, []).append(item)
    return ProgrammeRelease.objects.bulk_create(
        [
            ProgrammeRelease(
                stage=stage,
                number=stage.programme_version,
                released_at=clock.now(),
                released_by_id=stage.live_revision.user_id if stage.live_revision else None,
                items=snapshot(items.get(stage.pk, [])),
            )
            for stage in found
        ],
        ignore_conflicts=True,
    )


def errors_of(draft: StagePage) -> list[str]:
    """What a draft may lack and a published page may not, as sentences: of the page, then of its rows."""
    found = []
    try:
        draft.full_clean()
    except ValidationError as error:
        found += said(draft, error)
    return found + errors_of_rows(draft)


def errors_of_rows(parent: ClusterableModel) -> list[str]:
    """Those of the rows of ``parent`` and of the rows below them. No query, however many there are."""
    found = []
    for relation in get_all_child_relations(parent):
        if not issubclass(relation.related_model, Orderable):
            continue
        for row in getattr(parent, relation.get_accessor_name()).all():
            try:
                row.clean_fields(exclude={relation.field.name, *filled_links(row)})
                row.clean()
            except ValidationError as error:
                found += said(row, error)
            if isinstance(row, ClusterableModel):
                found += errors_of_rows(row)
    return found


def filled_links(row) -> set[str]:
    """The foreign keys of a row that have a value: it was checked when the revision was read."""
    return {field.name for field in row._meta.fields if field.many_to_one and getattr(row, field.attname)}


def said(row, error: ValidationError) -> list[str]:
    """« Moment du programme « Buffet », fin : la fin doit venir après le début. », one each message."""
    title = row.title if isinstance(row, StagePage | ProgrammeItem) else ""
    what = capfirst(row._meta.verbose_name) + (f" «\u00a0{title}\u00a0»" if title else "")
    return [
        f"{what}, {row._meta.get_field(name).verbose_name}\u00a0: {message}"
        if name != "__all__"
        else f"{what}\u00a0: {message}"
        for name, messages in error.message_dict.items()
        for message in messages
    ]
