"""The Tour calendar: which stages are asked for, which answer, and what one may ask for next.

The parameters are those of the calendar's address, of its feeds and of its widget. All is told from the visible
stages, read once with what they are filtered by: the number of queries does not depend on how many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.utils.text import slugify

from partners.models import PartnerPage, PlacePage
from stages.domain.choice import Choice
from stages.domain.itinerary import STATES, attach_editions, state
from stages.enums import DateKind, Phase, StageKind, StageStatus
from stages.models import EditionPage, EditionPartner, StagePage, StagePartner, ThemedStage
from tour import departments
from tour.french import fold, one_line
from tour.models import Theme
from tour.search import words_of

#: Characters; nobody types more.
LONGEST_TEXT = 200
TEXT = "q"
#: Parameter → what it is called, in the order in which they are shown and written.
PARAMETERS = {
    TEXT: "Texte",
    "quand": "Dates",
    "edition": "Édition",
    "type": "Type d’étape",
    "region": "Région",
    "theme": "Thème",
    "partenaire": "Partenaire",
    "lieu": "Lieu",
    "phase": "Où en est l’étape",
}
WHEN = {"a-venir": "À venir", "passees": "Passées"}
KINDS = {StageKind.URBAN: "urbaine", StageKind.RURAL: "rurale"}
#: A stage's state (stages.domain.itinerary.state) → value of the parameter, label: what its badge says.
PHASES = {
    **{STATES[phase]: (slugify(phase.label), phase.label) for phase in Phase},
    **{off.value: (slugify(off.label), off.label) for off in (StageStatus.POSTPONED, StageStatus.CANCELLED)},
}
#: What a parameter may say although no stage has it today.
FIXED = {
    "quand": WHEN,
    "type": {KINDS[kind]: kind.label for kind in StageKind},
    "region": {slugify(region): region for region in departments.REGION_OF.values()},
    "phase": dict(PHASES.values()),
}
ORDERED = ("quand", "type", "phase")
#: Parameter → the visible pages whose slug it names.
PAGES = {"edition": EditionPage, "partenaire": PartnerPage, "lieu": PlacePage}


@dataclass(frozen=True)
class Facet:
    """One way to narrow the calendar."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def is_chosen(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True)
class Chosen:
    """A filter in force; ``count_without`` is how many stages there would be if it were given up."""

    name: str
    label: str
    value: str
    value_label: str
    count_without: int


@dataclass
class Selection:
    """The stages that answer what was asked, in the order of the Tour, each read with its edition, venue and progress.

    ``unknown`` holds what was asked and names nothing: {parameter: value}. It narrows nothing.
    """

    shown: list[StagePage]
    total: int
    facets: dict[str, Facet]
    chosen: list[Chosen]
    unknown: dict[str, str]
    criteria: dict[str, str] = field(default_factory=dict)

    @property
    def query_string(self) -> str:
        """The filters as an address says them, always in the same order; empty without any."""
        return urlencode(self.criteria)


def select(asked: Mapping[str, str]) -> Selection:
    """The calendar narrowed by ``asked``: any of ``PARAMETERS``, one value each; others are left alone.

    Five queries, six with a text, one more for each value that no stage has.
    """
    stages = read_stages()
    vocabulary = defaultdict(dict)
    for stage in stages:
        for name, values in stage.traits.items():
            vocabulary[name].update(values)
    editions = {stage.edition for stage in stages if stage.edition}
    newest_first = sorted(editions, key=lambda edition: -edition.year)
    vocabulary["edition"] = {edition.slug: edition.title for edition in newest_first}
    criteria, unknown = {}, {}
    for name in PARAMETERS:
        value = one_line(asked.get(name, ""))
        if not value:
            continue
        if name != TEXT and value not in vocabulary[name]:
            label = label_of(name, value)
            if label is None:
                unknown[name] = value
                continue
            vocabulary[name][value] = label
        criteria[name] = value
    if len(criteria.get(TEXT, "")) > LONGEST_TEXT:
        unknown[TEXT] = criteria.pop(TEXT)
    found = with_words(stages, criteria[TEXT]) if TEXT in criteria else None

    shown, without, counts = [], Counter(), defaultdict(Counter)
    for stage in stages:
        refused = {
            name
            for name, value in criteria.items()
            if (stage.pk not in found if name == TEXT else value not in stage.traits[name])
        }
        if not refused:
            shown.append(stage)
        if len(refused) > 1:
            continue
        for name in PARAMETERS:
            if refused <= {name}:
                without[name] += 1
                counts[name].update(list(stage.traits.get(name, ())))
    return Selection(
        shown=shown,
        total=len(stages),
        facets={
            name: Facet(name, label, choices_of(name, vocabulary[name], counts[name], criteria.get(name)))
            for name, label in PARAMETERS.items()
            if name != TEXT
        },
        chosen=[
            Chosen(
                name=name,
                label=PARAMETERS[name],
                value=value,
                value_label=vocabulary[name].get(value, value),
                count_without=without[name],
            )
            for name, value in criteria.items()
        ],
        unknown=unknown,
        criteria=criteria,
    )


def described(stages: Iterable[StagePage]) -> list[StagePage]:
    """``stages`` (read with progress and venue), each with ``edition`` and ``theme_of``: {slug: name}. Two queries."""
    stages = attach_editions(stages)
    by_key = {stage.pk: stage for stage in stages}
    for stage in stages:
        stage.theme_of = {}
    themed = ThemedStage.objects.filter(content_object__in=by_key).order_by("tag__name")
    for key, slug, name in themed.values_list("content_object_id", "tag__slug", "tag__name"):
        by_key[key].theme_of[slug] = name
    return stages


def read_stages() -> list[StagePage]:
    """The visible stages in the order of the Tour, ``described``.

    ``traits`` is what each is filtered by: {parameter: {value: label}}.
    """
    stages = StagePage.objects.visible().with_progress().in_tour_order().with_venue()
    stages = described(stages.defer("body", "access", "venue__body"))
    partners = defaultdict(dict)
    visible = PartnerPage.objects.visible()
    of_a_stage = StagePartner.objects.filter(partner__in=visible)
    for stage, slug, name in of_a_stage.values_list("stage_id", "partner__slug", "partner__title"):
        partners[stage][slug] = name
    # Whoever takes part in an edition takes part in its stages.
    of_an_edition = defaultdict(dict)
    links = EditionPartner.objects.filter(partner__in=visible)
    for edition, slug, name in links.values_list("edition_id", "partner__slug", "partner__title"):
        of_an_edition[edition][slug] = name
    for stage in stages:
        region = departments.REGION_OF.get(stage.department, "")
        phase, phase_label = PHASES[state(stage)]
        when = "passees" if stage.is_over else "a-venir"
        stage.traits = {
            "quand": {when: WHEN[when]},
            "edition": {stage.edition.slug: stage.edition.title} if stage.edition else {},
            "type": {KINDS[stage.kind]: stage.get_kind_display()},
            "region": {slugify(region): region} if region else {},
            "theme": stage.theme_of,
            "partenaire": partners[stage.pk] | (of_an_edition[stage.edition.pk] if stage.edition else {}),
            "lieu": {stage.shown_venue.slug: stage.shown_venue.title} if stage.shown_venue else {},
            "phase": {phase: phase_label},
        }
    return stages


def label_of(name: str, value: str) -> str | None:
    """What ``value`` means although no stage has it; None when it means nothing."""
    if name in FIXED:
        return FIXED[name].get(value)
    if name == "theme":
        return Theme.objects.filter(slug=value).values_list("name", flat=True).first()
    return PAGES[name].objects.visible().filter(slug=value).values_list("title", flat=True).first()


def with_words(stages: list[StagePage], text: str) -> set[int]:
    """The keys of the stages in which all the words of ``text`` are, in what is shown of them or in their pages."""
    words = words_of(fold(text)).split()
    if not words:
        return set()
    found = set(StagePage.objects.live().search(text, order_by_relevance=False).get_queryset().values_list("pk"))
    keys = {key for (key,) in found}
    for stage in stages:
        labels = [label for values in stage.traits.values() for label in values.values()]
        said = fold(" ".join([stage.title, stage.full_location, stage.location, stage.summary, *labels]))
        if all(word in said for word in words):
            keys.add(stage.pk)
    return keys


def choices_of(name: str, labels: Mapping[str, str], counts: Counter, chosen: str | None) -> list[Choice]:
    """The values that some stage has and the one chosen, in an order of their own or by alphabet."""
    values = [value for value in labels if counts[value] or value == chosen]
    if name in ORDERED:
        values.sort(key=list(FIXED[name]).index)
    elif name != "edition":
        values.sort(key=lambda value: fold(labels[value]))
    return [Choice(value, labels[value], counts[value], value == chosen) for value in values]


@dataclass
class Section:
    """A part of the list."""

    key: str
    stages: list[StagePage] = field(default_factory=list)


def sections(stages: list[StagePage]) -> list[Section]:
    """The list by date: what is to come, the nearest first; without a day; what is past, the latest first.

    Those without an exact date keep the order of the Tour. Empty sections are left out.
    """
    dated = [stage for stage in stages if stage.date_kind == DateKind.EXACT]
    undated = [stage for stage in stages if stage.date_kind != DateKind.EXACT]
    dated.sort(key=lambda stage: stage.starts_at)
    made = [
        Section("upcoming", [stage for stage in dated if not stage.is_over]),
        Section("undated", [stage for stage in undated if not stage.is_over]),
        Section("past", [stage for stage in reversed(dated) if stage.is_over]),
        Section("past_undated", [stage for stage in undated if stage.is_over]),
    ]
    return [section for section in made if section.stages]


def nearest_day(stages: list[StagePage], today: date) -> date:
    """The first day of the dated stage to come or under way, else of the last one past, else today."""
    dated = [stage for stage in stages if stage.date_kind == DateKind.EXACT]
    ahead = [stage.starts_on for stage in dated if not stage.is_over]
    if ahead:
        return min(ahead)
    return max((stage.starts_on for stage in dated), default=today)
