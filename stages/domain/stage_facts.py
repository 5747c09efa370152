"""What is told of stages beyond their own fields, as published or as drafted: what requirements are checked on."""

from dataclasses import dataclass, field

from django.db.models import Q

from partners.models import PartnerPage
from stages.models import Participation, PersonPage, PressReleasePage, ProgrammeItem, StagePage, StagePartner
from stages.models.stage_queryset import PARENT_PATH
from tour.models import TourImage


@dataclass
class StageFacts:
    """What a stage has. ``roles`` are those of its visible partners; ``releases`` are (key, whether it is out)."""

    stage: StagePage
    moments: list[ProgrammeItem] = field(default_factory=list)
    has_speaker: bool = False
    roles: set[str] = field(default_factory=set)
    photo_text: str = ""
    releases: list[tuple[int, bool]] = field(default_factory=list)


def published(stages: list[StagePage]) -> dict[int, StageFacts]:
    """What is stored of each stage, by key: five queries whatever their number."""
    facts = {stage.pk: StageFacts(stage) for stage in stages}
    for moment in ProgrammeItem.objects.filter(stage__in=facts).defer("title", "description"):
        facts[moment.stage_id].moments.append(moment)
    announced = Participation.objects.filter(item__stage__in=facts, is_announced=True)
    named = announced.filter(Q(person__in=PersonPage.objects.visible()) | ~Q(name=""))
    for key in named.values_list("item__stage", flat=True).distinct():
        facts[key].has_speaker = True
    roles = StagePartner.objects.filter(stage__in=facts, partner__in=PartnerPage.objects.visible())
    for key, role in roles.values_list("stage", "role"):
        facts[key].roles.add(role)
    photos = TourImage.objects.filter(pk__in={stage.photo_id for stage in stages} - {None})
    texts = dict(photos.values_list("pk", "description"))
    for stage in stages:
        facts[stage.pk].photo_text = texts.get(stage.photo_id, "")
    keys = {stage.path: stage.pk for stage in stages}
    releases = PressReleasePage.objects.alias(above=PARENT_PATH).filter(above__in=keys).order_by("path")
    for key, path, is_live, is_issued in releases.values_list("pk", "path", "live", "is_issued"):
        facts[keys[path[: -StagePage.steplen]]].releases.append((key, is_live and is_issued))
    return facts


def drafted(stage: StagePage) -> StageFacts:
    """What the latest drafts of a stage and of its press releases hold: queries for each of their rows."""
    draft = stage.get_latest_revision_as_object()
    moments = list(draft.programme_items.all())
    people = [part for moment in moments for part in moment.participations.all() if part.is_announced]
    releases = PressReleasePage.objects.child_of(stage).order_by("path")
    return StageFacts(
        stage=draft,
        moments=moments,
        has_speaker=any(part.shown_person or part.name for part in people),
        roles={row.role for row in draft.partner_roles.all()},
        photo_text=draft.photo.description if draft.photo else "",
        releases=[(release.pk, release.get_latest_revision_as_object().is_issued) for release in releases],
    )
