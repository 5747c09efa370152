"""What somebody may choose to follow, and what the address of the form presets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.text import slugify

from stages.domain import disclosure
from stages.domain.dates import date_in_words
from stages.enums import FollowScope, StageStatus
from stages.models import EditionPage, Follow, StagePage, ThemedStage
from stages.models.subscription import target_of
from tour.departments import REGION_OF
from tour.french import fold, one_line

#: Signs of an address that are looked at.
LONGEST_WORD = 200
PAST = "L’étape {} a eu lieu\u00a0: elle ne se suit plus."
CANCELLED = "L’étape {} a été annulée\u00a0: elle ne se suit plus."
NO_MORE = "L’étape {} ne se suit plus."
UNKNOWN = "Ce que vous vouliez suivre n’a pas été trouvé\u00a0: choisissez ci-dessous."
NOTHING_LEFT = "Aucune étape à venir n’est annoncée pour {}."


@dataclass(frozen=True)
class Offer:
    """``target``: that of a ``Follow``. ``note``: what is to be known before choosing it."""

    target: str
    label: str
    note: str = ""


@dataclass
class Preset:
    """What is ticked as the form opens, and what is said of what cannot be."""

    targets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def upcoming() -> list[StagePage]:
    """The stages that can be followed and are to come or under way."""
    stages = StagePage.objects.followable().upcoming().in_tour_order()
    return list(stages.defer("body", "access", "results"))


def offers(stages: list[StagePage]) -> dict[str, list[Offer]]:
    """By title of their group: the Tour, ``stages``, and the themes and regions that one of them has. One query."""
    themes = ThemedStage.objects.filter(content_object__in=stages).values_list("tag", "tag__name").distinct()
    regions = {REGION_OF[stage.department] for stage in stages if stage.department in REGION_OF}
    tour = Offer(FollowScope.TOUR.value, "Le Tour entier", "Toutes les étapes, et celles qui seront annoncées ensuite.")
    groups = {
        "Tout le Tour": [tour],
        "Des étapes": [offer_of(stage) for stage in stages],
        "Par thème": [
            Offer(target_of(FollowScope.THEME, theme=key), name)
            for key, name in sorted(themes, key=lambda theme: fold(theme[1]))
        ],
        "Par région": [Offer(target_of(FollowScope.REGION, region=name), name) for name in sorted(regions, key=fold)],
    }
    return {title: group for title, group in groups.items() if group}


def offer_of(stage: StagePage) -> Offer:
    note = "" if stage.goes_ahead else f"Étape {stage.get_status_display().lower()}."
    when = date_in_words(stage) or "date à confirmer"
    return Offer(target_of(FollowScope.STAGE, stage=stage.pk), f"{stage.title}, {when}", note)


def with_followed(groups: dict[str, list[Offer]], follows: Iterable[Follow]) -> dict[str, list[Offer]]:
    """``groups`` and, first, what is followed and no longer offered."""
    offered = {offer.target for group in groups.values() for offer in group}
    kept = [
        Offer(follow.target, follow.name[:1].upper() + follow.name[1:])
        for follow in follows
        if follow.target not in offered
    ]
    return {"Suivi jusqu’ici": kept, **groups} if kept else groups


def preset(asked: Mapping[str, str], stages: list[StagePage], groups: dict[str, list[Offer]]) -> Preset:
    """What ``asked`` ticks: ``etape`` is the path of its page or its key, ``edition``, ``theme``, ``region`` are slugs.

    An edition is its stages to come: what is followed is those, or the Tour, whose later editions are followed too.
    """
    found = Preset()
    words = {
        name: one_line(asked.get(name, "")).strip("/ ")[:LONGEST_WORD]
        for name in ("etape", "edition", "theme", "region")
    }
    for name, word in words.items():
        if word:
            {"etape": add_stage, "edition": add_edition, "theme": add_theme, "region": add_region}[name](
                found, word, stages, groups
            )
    return found


def add_stage(found: Preset, word: str, stages, groups):
    is_it = (lambda stage: str(stage.pk) == word) if word.isascii() and word.isdigit() else named(word)
    stage, other = next(filter(is_it, stages), None), None
    if stage is None:
        others = StagePage.objects.visible().with_progress().defer("body", "access")
        other = next(filter(is_it, others), None)
        # The page of an alias leads here by its own address.
        stage = next((stage for stage in stages if other and stage.pk == other.alias_of_id), None)
    if stage is not None:
        found.targets.append(target_of(FollowScope.STAGE, stage=stage.pk))
    else:
        found.notes.append(why_not(other).format(other.title) if other else UNKNOWN)


def why_not(stage: StagePage) -> str:
    """Why a stage that everybody may see is not offered; of an alias, whose original is over or hidden, no more."""
    if stage.alias_of_id is None and disclosure.took_place(stage):
        return PAST
    return CANCELLED if stage.status == StageStatus.CANCELLED else NO_MORE


def named(word: str):
    """Whether a stage's page is at the path ``word``, « tour-2014/mende »."""
    return lambda stage: stage.url_path.endswith(f"/{word}/")


def add_edition(found: Preset, word: str, stages, groups):
    edition = EditionPage.objects.visible().filter(slug=word).first()
    inside = [stage for stage in stages if edition and stage.path.startswith(edition.path)]
    found.targets += [target_of(FollowScope.STAGE, stage=stage.pk) for stage in inside]
    if not inside:
        found.notes.append(NOTHING_LEFT.format(edition.title) if edition else UNKNOWN)


def add_theme(found: Preset, word: str, stages, groups):
    theme = ThemedStage.objects.filter(content_object__in=stages, tag__slug=word).values_list("tag", flat=True).first()
    add(found, target_of(FollowScope.THEME, theme=theme) if theme else "", groups)


def add_region(found: Preset, word: str, stages, groups):
    name = next((region for region in REGION_OF.values() if slugify(region) == slugify(word)), "")
    add(found, target_of(FollowScope.REGION, region=name), groups)


def add(found: Preset, target: str, groups):
    if any(offer.target == target for group in groups.values() for offer in group):
        found.targets.append(target)
    else:
        found.notes.append(UNKNOWN)
