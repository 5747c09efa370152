"""The next edition, made from one that was: planned first, then written exactly as planned.

What belonged to the old year stays there: the programme and its people, the press, results, prices, photos. Nothing of
the old edition is ever changed.
"""

import json
import re
from calendar import isleap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, Prefetch
from django.utils.text import slugify
from modelcluster.models import get_all_child_relations

from stages.domain import requirements
from stages.enums import DateKind, DateReason, Dates
from stages.models import EditionPage, EditionPartner, StagePage, StagePartner
from tour.enums import Standing
from tour.models import BasePage
from tour.page_forms import is_an_address_of_the_site

#: The roles « à reconduire », chosen one by one.
ROLES = "partner_roles"


@dataclass(frozen=True)
class Legacy:
    """What becomes of the fields and rows of a page type. A test refuses those it does not name.

    ``decided`` are the fields that the plan itself gives a value; ``editing`` are rows of the editor, no content.
    """

    carried: tuple[str, ...]
    decided: tuple[str, ...]
    left: tuple[str, ...]
    carried_rows: tuple[str, ...]
    left_rows: tuple[str, ...]
    editing: tuple[str, ...] = ("wagtail_admin_comments",)


OF_AN_EDITION = Legacy(
    carried=("official_name", "show_in_menus", "reviews_changes", "organisers_may_invite"),
    decided=("year", "ordinal"),
    left=("summary", "photo", "body", "starts_on", "ends_on", "website", "seo_title", "search_description"),
    carried_rows=("requirements",),
    left_rows=("publications", "key_figures", "citations"),
)
OF_A_STAGE = Legacy(
    carried=(
        *("kind", "time_zone", "city", "department", "latitude", "longitude"),
        *("venue", "venue_name", "venue_note", "access", "show_in_menus"),
    ),
    decided=("date_kind", "starts_on", "ends_on", "opening_time", "closing_time", "day_count", "starts_at", "ends_at"),
    # The rank too: in which order the next Tour goes is not known.
    left=(
        *("summary", "photo", "body", "results", "position", "seo_title", "search_description"),
        *("status", "status_note", "registration_url", "price", "programme_version"),
    ),
    carried_rows=("themed_items",),
    left_rows=("programme_items", "publications", "key_figures", "citations"),
)


@dataclass(frozen=True)
class PlannedStage:
    """A stage of the next edition: ``draft`` (unsaved) is what will be written, made from ``source``.

    ``roles`` are those of ``source`` that go on. ``left`` names what is filled in there and stays there.
    """

    source: StagePage
    draft: StagePage
    address: str
    why: DateReason
    roles: tuple[StagePartner, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The next edition: ``draft`` (unsaved) is what will be written under ``home``, made from ``source``."""

    source: EditionPage
    draft: EditionPage
    home: BasePage
    address: str
    roles: tuple[EditionPartner, ...]
    left: tuple[str, ...]
    stages: tuple[PlannedStage, ...]

    @property
    def fingerprint(self) -> str:
        """Tells this plan from one that would write anything else."""
        written = [page.draft.serializable_data() for page in (self, *self.stages)]
        for content in written:
            del content["translation_key"]  # drawn at random
        return sha256(json.dumps(written, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def stages_to_renew(edition: EditionPage) -> list[StagePage]:
    """The published stages of ``edition`` in the order of the Tour, read with what planning looks at."""
    roles = StagePartner.objects.select_related("partner").order_by("sort_order", "pk")
    rows = [*OF_A_STAGE.carried_rows, *OF_A_STAGE.left_rows]
    stages = StagePage.objects.child_of(edition).live().in_tour_order().select_related("venue")
    return list(stages.prefetch_related(Prefetch(ROLES, queryset=roles), *rows))


def roles_to_renew(edition: EditionPage) -> list[EditionPartner]:
    return list(edition.partner_roles.select_related("partner").order_by("sort_order", "pk"))


def plan_renewal(
    *,
    edition: EditionPage,
    year: int,
    title: str,
    slug: str = "",
    dates: Dates = Dates.OPEN,
    stages: Sequence[StagePage] = (),
    edition_roles: Collection[int] = (),
    stage_roles: Collection[int] = (),
) -> Plan:
    """What the edition of ``year`` would be, made from ``edition``; nothing is written.

    ``stages`` come from ``stages_to_renew(edition)``; the roles « à reconduire » are given by their keys. Without
    ``slug`` the address follows the old one. Raises ValidationError, by field, when ``year`` or ``slug`` cannot be.
    """
    home = edition.get_parent()
    slug = slug or slug_for(edition, year=year, title=title)
    refuse_what_is_taken(edition=edition, home=home, year=year, slug=slug)
    roles = tuple(role for role in roles_to_renew(edition) if role.pk in edition_roles)
    draft = EditionPage(
        title=title, slug=slug, year=year, ordinal=next_ordinal(edition, year), **carried(edition, OF_AN_EDITION)
    )
    carry_rows(edition, draft, OF_AN_EDITION)
    requirements.provide(draft)  # a new edition without any is stored with the usual ones: the plan says so
    draft.partner_roles = renewed(roles)
    as_draft(draft)
    address = f"{home.url}{slug}/"
    return Plan(
        source=edition,
        draft=draft,
        home=home,
        address=address,
        roles=roles,
        left=left_behind(edition, OF_AN_EDITION),
        stages=tuple(plan_stage(stage, edition, draft, address, dates, stage_roles) for stage in stages),
    )


def plan_stage(stage, edition, next_edition, address, dates, stage_roles) -> PlannedStage:
    roles = tuple(role for role in stage.partner_roles.all() if role.pk in stage_roles)
    when, why = date_in(stage, year=next_edition.year, dates=dates)
    draft = StagePage(
        title=for_year(stage.title, edition.year, next_edition.year),
        slug=for_year(stage.slug, edition.year, next_edition.year),
        **when,
        **carried(stage, OF_A_STAGE),
    )
    carry_rows(stage, draft, OF_A_STAGE)
    draft.partner_roles = renewed(roles)
    as_draft(draft)
    return PlannedStage(
        source=stage,
        draft=draft,
        address=f"{address}{draft.slug}/",
        why=why,
        roles=roles,
        left=left_behind(stage, OF_A_STAGE),
    )


@transaction.atomic
def renew(*, plan: Plan, user) -> EditionPage:
    """Write ``plan`` as unpublished drafts of ``user``; return the new edition. All of it, or nothing.

    Raises ValidationError, by field, when its year or its address was taken since it was planned. A plan is good for
    one writing.
    """
    # Held until all is written: of two who write at once, the second sees what the first has made.
    home = BasePage.objects.select_for_update().get(pk=plan.home.pk)
    refuse_what_is_taken(edition=plan.source, home=home, year=plan.draft.year, slug=plan.draft.slug)
    write(plan.draft, under=home, user=user)
    for stage in plan.stages:
        write(stage.draft, under=plan.draft, user=user)
    return plan.draft


def write(page, *, under, user):
    """Make a page as Wagtail's own « save draft » does, with its revision and its log entries."""
    page.owner = user
    under.add_child(instance=page)
    page.save_revision(user=user, log_action=True)


def refuse_what_is_taken(*, edition, home, year, slug):
    """Raise ValidationError unless an edition of ``year`` at ``slug`` may follow ``edition`` under ``home``."""
    errors = {}
    taken = EditionPage.objects.filter(year=year).first()
    if year <= edition.year:
        errors["year"] = f"L’édition suivante vient après {edition.year}\u00a0: indiquez une année plus tardive."
    elif taken:
        errors["year"] = f"L’édition {year} existe déjà\u00a0: «\u00a0{taken.title}\u00a0»."
    if is_an_address_of_the_site(slug):
        errors["slug"] = (
            f"«\u00a0{slug}\u00a0» est l’adresse d’une autre partie du site\u00a0: choisissez-en une autre."
        )
    elif not EditionPage._slug_is_available(slug, home):
        errors["slug"] = f"«\u00a0{slug}\u00a0» est déjà l’adresse d’une autre page\u00a0: choisissez-en une autre."
    if errors:
        raise ValidationError(errors)


def slug_for(edition: EditionPage, *, year: int, title: str) -> str:
    """The old address with the new year in it (tour-2014 → tour-2015); without a year in it, the title's."""
    slug = for_year(edition.slug, edition.year, year)
    return slug if slug != edition.slug else slugify(title) or str(year)


def for_year(text: str, old: int, new: int) -> str:
    """``text`` with the year ``new`` where it names the year ``old``."""
    return re.sub(rf"(?<!\d){old}(?!\d)", str(new), text)


def next_ordinal(edition: EditionPage, year: int) -> int | None:
    """The one after ``edition``'s; not known if that is not, or if another edition lies between."""
    if edition.ordinal is None or EditionPage.objects.filter(year__gt=edition.year, year__lt=year).exists():
        return None
    return edition.ordinal + 1


def carried(page: Model, legacy: Legacy) -> dict:
    """The fields of ``page`` that go on, with their values."""
    return {name: getattr(page, name) for name in legacy.carried}


def carry_rows(page, draft, legacy: Legacy):
    """Give ``draft`` rows of its own, like those of ``page`` that go on, in the order in which they were made."""
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        if name in legacy.carried_rows:
            rows = sorted(getattr(page, name).all(), key=lambda row: row.pk)
            setattr(draft, name, [copy_of(row, relation.field) for row in rows])


def copy_of(row: Model, parent) -> Model:
    """An unsaved row with the values of ``row``, but for its key and its page (the field ``parent``)."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field != parent]
    return type(row)(**{field.attname: getattr(row, field.attname) for field in fields})


def renewed(roles: Iterable[EditionPartner | StagePartner]) -> list:
    """Unsaved roles like ``roles``, under the partners' present names. Whether each goes on is still to confirm."""
    return [
        type(role)(partner=role.partner, role=role.role, sort_order=rank, standing=Standing.TO_CONFIRM)
        for rank, role in enumerate(roles)
    ]


def as_draft(page):
    page.live, page.has_unpublished_changes = False, True


def left_behind(page, legacy: Legacy) -> tuple[str, ...]:
    """The names of what is filled in on ``page`` and does not go on: « présentation », « programme »…"""
    fields = [page._meta.get_field(name) for name in legacy.left]
    values = [(field, getattr(page, field.attname)) for field in fields]
    names = [str(field.verbose_name) for field, value in values if value and value != field.get_default()]
    rows = {relation.get_accessor_name(): relation.related_model for relation in get_all_child_relations(page)}
    names += [str(rows[name]._meta.verbose_name_plural) for name in legacy.left_rows if getattr(page, name).all()]
    return tuple(names)


def date_in(stage: StagePage, *, year: int, dates: Dates) -> tuple[dict, DateReason]:
    """The date of ``stage`` in the edition of ``year``, as fields of a stage, and why it is that one.

    How long the stage lasts is kept. A period stays one, whatever ``dates``; hours go with an exact day only.
    """
    length = {"day_count": stage.known_days}
    if stage.date_kind == DateKind.UNKNOWN:
        return length, DateReason.UNKNOWN
    if dates == Dates.OPEN:
        return length, DateReason.OPEN
    if stage.date_kind == DateKind.PERIOD and is_whole_months(stage.starts_on, stage.ends_on):
        return {**length, **period(*same_months(stage.starts_on, stage.ends_on, year=year))}, DateReason.MONTHS
    first = same_weekday(stage.starts_on, year=year)
    last = first + (stage.last_day - stage.starts_on)
    if stage.date_kind == DateKind.PERIOD:
        return {**length, **period(first, last)}, DateReason.DAY
    if dates == Dates.WEEK:
        monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
        return {**length, **period(monday, sunday)}, DateReason.WEEK
    exact = {"date_kind": DateKind.EXACT, "starts_on": first, "ends_on": last if stage.ends_on else None}
    hours = {"opening_time": stage.opening_time, "closing_time": stage.closing_time}
    return {**exact, **hours}, DateReason.DAY


def period(first: date, last: date) -> dict:
    return {"date_kind": DateKind.PERIOD, "starts_on": first, "ends_on": last}


def same_weekday(day: date, *, year: int) -> date:
    """The day of ``year`` that falls on the weekday of ``day`` and is nearest to the same date (ADR 0012).

    At most three days from it, but in the first and last days of a year, where the nearest would leave it. The
    29 February is looked for around the 28th in a year that has none.
    """
    offset = (day.weekday() - same_date(day, year=year).weekday() + 3) % 7 - 3
    found = same_date(day, year=year).toordinal() + offset
    if found < date(year, 1, 1).toordinal():
        found += 7
    elif found > date(year, 12, 31).toordinal():
        found -= 7
    return date.fromordinal(found)


def same_date(day: date, *, year: int) -> date:
    is_missing = (day.month, day.day) == (2, 29) and not isleap(year)
    return day.replace(year=year, day=28) if is_missing else day.replace(year=year)


def is_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and (last + timedelta(days=1)).day == 1


def same_months(first: date, last: date, *, year: int) -> tuple[date, date]:
    """From the first day of the first month to the last of the last one, the first being in ``year``."""
    after = last + timedelta(days=1)
    return first.replace(year=year), after.replace(year=year + after.year - first.year) - timedelta(days=1)
