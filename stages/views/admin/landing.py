"""What somebody who keeps some pages sees first in the admin: their pages, what is missing, what changed."""

from dataclasses import dataclass, field
from functools import cached_property

from wagtail.admin.ui.components import Component
from wagtail.models import PageLogEntry, WorkflowState

from partners.models import PartnerPage
from stages.domain.readiness import Readiness, readiness_with_drafts
from stages.domain.roles import Involvement, involvements
from stages.models import EditionPage, PersonPage, PressReleasePage, StagePage
from tour.access import is_reviewer, teams_of
from tour.models import BasePage, Team

#: How many changes are recalled.
RECENT = 6


@dataclass
class Kept:
    """A page somebody keeps, with what they come for. ``stage`` and ``partner``: one of them, or neither."""

    page: BasePage
    team: Team
    changes: list[PageLogEntry]
    stage: StagePage | None = None
    partner: PartnerPage | None = None
    readiness: Readiness | None = None
    releases: list[PressReleasePage] = field(default_factory=list)
    persons: list[PersonPage] = field(default_factory=list)
    involvements: list[Involvement] = field(default_factory=list)

    @cached_property
    def review(self) -> str:
        """The status of the workflow it is in; empty when it is in none."""
        state = self.page.current_workflow_state
        return state.status if state else ""

    @property
    def is_in_review(self) -> bool:
        return self.review == WorkflowState.STATUS_IN_PROGRESS

    @property
    def is_sent_back(self) -> bool:
        """Whether who reviewed it asks for changes."""
        return self.review == WorkflowState.STATUS_NEEDS_CHANGES


class KeptPagesPanel(Component):
    """The home page of the admin for those who keep some pages."""

    name = "kept_pages"
    template_name = "stages/admin/landing.html"
    order = 10

    class Media:
        css = {"all": ["css/admin/to_do.css", "css/admin/landing.css"]}

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        kept = kept_by(request.user)
        return {"request": request, "kept": kept, "is_reviewer": not kept and is_reviewer(request.user)}


def kept_by(user) -> list[Kept]:
    """What ``user`` keeps: stages first, the latest edition's before; then partners."""
    teams = {team.page_id: team for team in teams_of(user) if team.page_id}
    stages = list(StagePage.objects.filter(pk__in=teams).with_progress().in_tour_order().with_venue())
    years = dict(EditionPage.objects.values_list("path", "year"))
    stages.sort(key=lambda stage: -years.get(stage.path[: -stage.steplen], 0))
    ready = readiness_with_drafts(stages)
    kept = [
        Kept(
            page=stage,
            team=teams[stage.pk],
            changes=changes_of(stage),
            stage=stage,
            readiness=ready[stage.pk],
            releases=list(PressReleasePage.objects.child_of(stage)),
            persons=list(PersonPage.objects.filter(kept_by=stage).order_by("family_name", "title")),
        )
        for stage in stages
    ]
    for partner in PartnerPage.objects.filter(pk__in=teams).order_by("title"):
        kept.append(
            Kept(
                page=partner,
                team=teams[partner.pk],
                changes=changes_of(partner),
                partner=partner,
                involvements=involvements(partner),
            )
        )
    return kept


def changes_of(page) -> list[PageLogEntry]:
    """The latest entries of the history of ``page``."""
    return list(PageLogEntry.objects.filter(page=page.pk).select_related("user").order_by("-timestamp")[:RECENT])
