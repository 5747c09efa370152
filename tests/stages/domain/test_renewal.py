"""The next edition: what is planned, what is written, what stays as it was."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.serializers import serialize
from modelcluster.models import get_all_child_relations
from wagtail.models import AbstractPage, PageLogEntry, Revision

from partners.enums import PartnerRole
from stages.domain.renewal import (
    OF_A_STAGE,
    OF_AN_EDITION,
    ROLES,
    carry_rows,
    plan_renewal,
    renew,
    roles_to_renew,
    same_weekday,
    stages_to_renew,
)
from stages.domain.requirements import USUAL
from stages.enums import DateKind, DateReason, Dates, StageStatus
from stages.models import EditionPage, Requirement, StagePage
from tests.factories import (
    CitationFactory,
    EditionPageFactory,
    EditionPartnerFactory,
    EditorialPageFactory,
    ImageFactory,
    KeyFigureFactory,
    ParticipationFactory,
    PartnerPageFactory,
    PlacePageFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    PublicationFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
)
from tour.enums import Standing
from tour.models import BasePage

EVERY_YEAR = range(2000, 2101)


def plan(edition, *, stages=None, **chosen):
    """The plan of 2015 that takes everything on, but for what is ``chosen`` otherwise."""
    stages = stages_to_renew(edition) if stages is None else stages
    everything = {
        "year": 2015,
        "title": "Tour 2015",
        "edition_roles": [role.pk for role in roles_to_renew(edition)],
        "stage_roles": [role.pk for stage in stages for role in stage.partner_roles.all()],
    }
    return plan_renewal(edition=edition, stages=stages, **{**everything, **chosen})


def refusal(edition, **chosen):
    """What is said, by field, of an edition that cannot be."""
    with pytest.raises(ValidationError) as refused:
        plan(edition, **chosen)
    return refused.value.message_dict


def whole_tree(page):
    """All that is stored of a page, the pages below it, their rows and their revisions, as text."""
    pages = BasePage.objects.descendant_of(page, inclusive=True)
    keys = [str(key) for key in pages.values_list("pk", flat=True)]
    stored = [pages.order_by("pk"), Revision.objects.filter(object_id__in=keys).order_by("pk")]
    for model in (EditionPage, StagePage):
        found = model.objects.filter(pk__in=pages).order_by("pk")
        stored.append(found)
        for relation in get_all_child_relations(model):
            rows = relation.related_model._default_manager
            stored.append(rows.filter(**{f"{relation.field.name}__in": found}).order_by("pk"))
    return [serialize("json", rows) for rows in stored]


@pytest.fixture
def edition(db):
    return EditionPageFactory(
        published=True, title="Tour 2014", slug="tour-2014", ordinal=2, official_name="Tour de France du Télétravail"
    )


@pytest.fixture
def mende(edition):
    """A stage of which everything is filled in."""
    stage = StagePageFactory(
        parent=edition,
        title="Mende",
        slug="mende",
        timed=True,
        rural=True,
        located=True,
        position=5,
        venue=PlacePageFactory(title="Espace événements"),
        venue_note="Salle du bas",
        access="<p>Par la RN88.</p>",
        summary="L’étape rurale.",
        photo=ImageFactory(),
        price="Gratuit",
        registration_url="https://inscription.example",
        status=StageStatus.POSTPONED,
        status_note="Neige",
        with_results=True,
    )
    stage.themes.set([ThemeFactory(name="tiers-lieux"), ThemeFactory(name="ruralité")])
    stage.save()
    ParticipationFactory(item=ProgrammeItemFactory(stage=stage), name="Camille Martin")
    CitationFactory(page=stage)
    KeyFigureFactory(page=stage)
    PublicationFactory(page=stage)
    PressReleasePageFactory(parent=stage)
    stage.save_revision().publish()
    return StagePage.objects.get(pk=stage.pk)


# --- Nothing is forgotten --------------------------------------------------------------------------


@pytest.mark.parametrize(("model", "legacy"), [(EditionPage, OF_AN_EDITION), (StagePage, OF_A_STAGE)])
def test_legacy_names_every_row_and_field_of_a_page(model, legacy):
    """A new field or kind of row is carried on, or left: whoever adds it says which (stages/domain/renewal.py)."""
    rows = {relation.get_accessor_name() for relation in get_all_child_relations(model)}
    named = [*legacy.carried_rows, *legacy.left_rows, *legacy.editing, ROLES]
    assert rows - set(named) == set()
    assert len(named) == len(set(named))

    wagtails = {field.name for field in AbstractPage._meta.get_fields()} | {"id", "basepage_ptr"}
    fields = {field.name for field in model._meta.concrete_fields} - wagtails
    named = [*legacy.carried, *legacy.decided, *legacy.left]
    assert fields == set(named)
    assert len(named) == len(set(named))


# --- What is planned -------------------------------------------------------------------------------


def test_plan_of_an_edition_carries_its_names_and_counts_on(edition):
    planned = plan(edition)
    assert (planned.draft.title, planned.draft.slug, planned.draft.year) == ("Tour 2015", "tour-2015", 2015)
    assert (planned.draft.ordinal, planned.draft.official_name) == (3, "Tour de France du Télétravail")
    assert planned.address == f"{edition.get_parent().url}tour-2015/"


@pytest.mark.parametrize(
    ("old", "title", "slug"),
    [
        ("tour-2014", "Le Tour", "tour-2015"),
        ("2014", "Le Tour", "2015"),
        ("edition-12014", "Le Tour", "le-tour"),
        ("archives", "Troisième édition", "troisieme-edition"),
        ("archives", "…", "2015"),
    ],
)
def test_address_follows_the_old_one_else_the_title(home, old, title, slug):
    edition = EditionPageFactory(slug=old)
    assert plan(edition, title=title).draft.slug == slug


def test_ordinal_is_unknown_after_one_that_is_unknown(home):
    assert plan(EditionPageFactory()).draft.ordinal is None


def test_ordinal_is_unknown_where_another_edition_lies_between(home):
    edition = EditionPageFactory(year=2012, ordinal=1)
    EditionPageFactory(year=2014)
    assert plan(edition).draft.ordinal is None


def test_plan_of_a_stage_carries_where_it_is_held(edition, mende):
    (stage,) = plan(edition).stages
    names = ("title", "slug", "kind", "city", "department", "latitude", "longitude", "time_zone")
    names += ("venue", "venue_name", "venue_note", "access")
    assert {name: getattr(stage.draft, name) for name in names} == {name: getattr(mende, name) for name in names}
    assert [row.tag.name for row in stage.draft.themed_items.all()] == ["tiers-lieux", "ruralité"]
    assert stage.address == f"{edition.get_parent().url}tour-2015/mende/"


def test_plan_of_a_stage_leaves_what_belonged_to_its_day(edition, mende):
    (stage,) = plan(edition).stages
    left = ("summary", "photo", "position", "status_note", "price", "registration_url")
    assert {name: getattr(stage.draft, name) for name in left} == {
        **dict.fromkeys(left, ""),
        "photo": None,
        "position": None,
    }
    assert (stage.draft.status, bool(stage.draft.results)) == (StageStatus.CONFIRMED, False)
    assert [len(getattr(stage.draft, name).all()) for name in OF_A_STAGE.left_rows] == [0, 0, 0, 0]
    assert set(stage.left) == {
        *("résumé", "photo", "restitution", "rang dans le Tour", "statut", "explication"),
        *(
            "adresse d’inscription",
            "tarif",
            "programme",
            "revue de presse et publications",
            "chiffres clés",
            "citations",
        ),
    }


def test_stage_named_after_its_year_is_named_after_the_new_one(edition):
    StagePageFactory(parent=edition, title="Mende 2014", slug="mende-2014")
    (stage,) = plan(edition).stages
    assert (stage.draft.title, stage.draft.slug) == ("Mende 2015", "mende-2015")


def test_only_chosen_partners_go_on_under_their_present_name_to_be_confirmed(edition, mende):
    lbmg = PartnerPageFactory(title="LBMG Worklabs")
    going = StagePartnerFactory(stage=mende, partner=lbmg, role=PartnerRole.HOST, name_then="LBMG")
    StagePartnerFactory(stage=mende)
    organiser = EditionPartnerFactory(edition=edition, partner=lbmg)
    EditionPartnerFactory(edition=edition)

    planned = plan(edition, edition_roles=[organiser.pk], stage_roles=[going.pk])

    (role,) = planned.stages[0].draft.partner_roles.all()
    assert (role.partner, role.role, role.shown_name, role.name_then) == (lbmg, PartnerRole.HOST, "LBMG Worklabs", "")
    assert (role.pk, role.standing) == (None, Standing.TO_CONFIRM)
    assert [role.partner for role in planned.draft.partner_roles.all()] == [lbmg]


def test_rows_carried_on_are_copies_without_keys(edition, mende):
    rows = OF_A_STAGE.left_rows[:1]  # whatever rows: those of the requirements come from elsewhere
    legacy = type(OF_A_STAGE)(carried=(), decided=(), left=(), carried_rows=rows, left_rows=())
    draft = StagePage()
    carry_rows(mende, draft, legacy)
    (copy,) = draft.programme_items.all()
    (item,) = mende.programme_items.all()
    assert (copy.pk, copy.stage_id, copy.title, copy.sort_order) == (None, None, item.title, item.sort_order)


def test_stages_to_renew_are_the_published_ones_in_the_order_of_the_tour(edition):
    last, first = StagePageFactory(parent=edition, position=2), StagePageFactory(parent=edition, position=1)
    StagePageFactory(parent=edition, draft=True)
    StagePageFactory(parent=EditionPageFactory(year=2012))
    assert stages_to_renew(edition) == [first, last]


@pytest.mark.parametrize("stages", [1, 3])
def test_plan_takes_the_same_queries_whatever_the_stages(edition, stages, django_assert_num_queries):
    for _ in range(stages):
        stage = StagePageFactory(parent=edition, located=True, venue=PlacePageFactory())
        stage.themes.set([ThemeFactory(), ThemeFactory()])
        stage.save()
        StagePartnerFactory(stage=stage)
        ProgrammeItemFactory(stage=stage)
    edition.get_parent().url  # noqa: B018  what a process keeps of its sites
    with django_assert_num_queries(16):
        plan(edition)


# --- What cannot be --------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [1999, 2014])
def test_year_comes_after_the_old_one(edition, year):
    said = "L’édition suivante vient après 2014 : indiquez une année plus tardive."
    assert refusal(edition, year=year) == {"year": [said]}


def test_year_is_not_that_of_another_edition_not_even_a_draft(edition):
    EditionPageFactory(year=2015, title="Tour 2015", slug="autre", draft=True)
    assert refusal(edition) == {"year": ["L’édition 2015 existe déjà : « Tour 2015 »."]}


def test_address_is_not_that_of_another_page(edition):
    EditorialPageFactory(slug="le-tour")
    said = "« le-tour » est déjà l’adresse d’une autre page : choisissez-en une autre."
    assert refusal(edition, slug="le-tour") == {"slug": [said]}


def test_address_is_not_one_of_the_site(edition):
    said = "« calendrier » est l’adresse d’une autre partie du site : choisissez-en une autre."
    assert refusal(edition, slug="calendrier") == {"slug": [said]}


# --- Dates -----------------------------------------------------------------------------------------


def planned_date(edition, dates, **stage):
    """(kind, first day, last day, opening, closing, length), why: of a stage in the edition of 2015."""
    StagePageFactory(parent=edition, **stage)
    (planned,) = plan(edition, dates=dates).stages
    draft = planned.draft
    when = (draft.date_kind, draft.starts_on, draft.ends_on, draft.opening_time, draft.closing_time, draft.day_count)
    return when, planned.why


def test_dates_are_left_open_and_lengths_kept(edition):
    nothing = (DateKind.UNKNOWN, None, None, None, None)
    assert planned_date(edition, Dates.OPEN, several_days=True) == ((*nothing, 3), DateReason.OPEN)


def test_exact_date_goes_to_the_same_weekday_with_its_hours(edition):
    when = (DateKind.EXACT, date(2015, 10, 8), None, time(9), time(18), None)
    assert planned_date(edition, Dates.DAY, timed=True) == (when, DateReason.DAY)


def test_several_days_stay_as_many(edition):
    when = (DateKind.EXACT, date(2015, 10, 8), date(2015, 10, 10), time(9), time(18), None)
    assert planned_date(edition, Dates.DAY, several_days=True) == (when, DateReason.DAY)


def test_exact_date_becomes_a_week_without_hours(edition):
    when = (DateKind.PERIOD, date(2015, 10, 5), date(2015, 10, 11), None, None, 3)
    assert planned_date(edition, Dates.WEEK, several_days=True) == (when, DateReason.WEEK)


@pytest.mark.parametrize("dates", [Dates.WEEK, Dates.DAY])
def test_months_stay_months(edition, dates):
    when = (DateKind.PERIOD, date(2015, 5, 1), date(2015, 6, 30), None, None, None)
    assert planned_date(edition, dates, period=True) == (when, DateReason.MONTHS)


@pytest.mark.parametrize(
    ("first", "last", "year", "months"),
    [
        (date(2016, 2, 1), date(2016, 2, 29), 2017, (date(2017, 2, 1), date(2017, 2, 28))),
        (date(2015, 2, 1), date(2015, 2, 28), 2016, (date(2016, 2, 1), date(2016, 2, 29))),
        (date(2014, 12, 1), date(2015, 1, 31), 2016, (date(2016, 12, 1), date(2017, 1, 31))),
        (date(2014, 12, 1), date(2014, 12, 31), 2015, (date(2015, 12, 1), date(2015, 12, 31))),
    ],
)
def test_months_end_when_they_end(db, first, last, year, months):
    edition = EditionPageFactory(year=first.year)
    StagePageFactory(parent=edition, date_kind=DateKind.PERIOD, starts_on=first, ends_on=last)
    (stage,) = plan(edition, year=year, dates=Dates.DAY).stages
    assert (stage.draft.starts_on, stage.draft.ends_on) == months


def test_other_periods_keep_their_weekdays_and_length(edition):
    period = {"date_kind": DateKind.PERIOD, "starts_on": date(2014, 5, 5), "ends_on": date(2014, 5, 9)}
    when = (DateKind.PERIOD, date(2015, 5, 4), date(2015, 5, 8), None, None, None)
    assert planned_date(edition, Dates.WEEK, **period) == (when, DateReason.DAY)


@pytest.mark.parametrize("dates", Dates)
def test_unknown_date_stays_unknown(edition, dates):
    when = (DateKind.UNKNOWN, None, None, None, None, 2)
    assert planned_date(edition, dates, day_count=2) == (when, DateReason.UNKNOWN)


@pytest.mark.parametrize(
    ("day", "year", "found"),
    [
        (date(2014, 10, 9), 2015, date(2015, 10, 8)),  # Thursday of week 41 of both years
        (date(2014, 10, 9), 2016, date(2016, 10, 6)),  # week 40: that of week 41, the 13th, is further away
        (date(2016, 2, 29), 2017, date(2017, 2, 27)),
        (date(2016, 2, 29), 2020, date(2020, 3, 2)),
        (date(2015, 12, 31), 2016, date(2016, 12, 29)),  # from week 53 to a year that has none
        (date(2015, 1, 1), 2016, date(2016, 1, 7)),  # the nearest Thursday, 31 December, is in 2015
        (date(2014, 12, 31), 2017, date(2017, 12, 27)),  # the nearest Wednesday is 3 January 2018
    ],
)
def test_weekday_is_found(day, year, found):
    assert same_weekday(day, year=year) == found


def nearest(day, year):
    """The same, found the long way: of all days of ``year`` around that date, those of the weekday, the nearest."""
    try:
        middle = day.replace(year=year)
    except ValueError:
        middle = date(year, 2, 28)
    around = [middle + timedelta(days=offset) for offset in range(-7, 8)]
    return min(
        (found for found in around if found.year == year and found.weekday() == day.weekday()),
        key=lambda found: abs(found - middle),
    )


def test_weekday_is_the_nearest_of_its_year_for_every_day_of_a_century():
    """There are fourteen kinds of year: common or leap, beginning on each weekday. Each is tried towards each."""
    kinds = {(date(year, 1, 1).weekday(), date(year, 12, 31).timetuple().tm_yday): year for year in EVERY_YEAR}
    assert len(kinds) == 14
    for year in kinds.values():
        days = [date(year, 1, 1) + timedelta(days=number) for number in range(366)]
        for day in (day for day in days if day.year == year):
            for later in kinds.values():
                assert same_weekday(day, year=later) == nearest(day, later), (day, later)


# --- What is written -------------------------------------------------------------------------------


def test_edition_and_stages_are_written_as_drafts_with_a_revision(edition, mende, national):
    StagePageFactory(parent=edition, title="Strasbourg")
    EditionPartnerFactory(edition=edition)
    StagePartnerFactory(stage=mende)

    made = renew(plan=plan(edition), user=national)

    pages = [EditionPage.objects.get(pk=made.pk), *StagePage.objects.child_of(made)]
    assert [page.title for page in pages] == ["Tour 2015", "Mende", "Strasbourg"]
    assert pages[0].get_parent() == edition.get_parent()
    assert {(page.live, page.has_unpublished_changes, page.owner) for page in pages} == {(False, True, national)}
    assert [page.get_latest_revision().user for page in pages] == [national] * 3
    logged = PageLogEntry.objects.filter(page__in=[page.pk for page in pages]).order_by("page", "pk")
    assert [(entry.action, entry.user) for entry in logged] == [
        ("wagtail.create", national),
        ("wagtail.edit", national),
    ] * 3
    assert [len(page.partner_roles.all()) for page in pages[:2]] == [1, 1]


def test_draft_written_is_the_one_planned(edition, mende, national):
    planned = plan(edition, dates=Dates.DAY)
    made = renew(plan=planned, user=national)
    stage = StagePage.objects.child_of(made).get().get_latest_revision_as_object()
    assert (stage.starts_on, stage.opening_time, stage.venue) == (date(2015, 10, 8), time(9), mende.venue)
    assert [theme.name for theme in stage.themes.all()] == ["tiers-lieux", "ruralité"]
    stage.get_latest_revision().publish()
    assert list(StagePage.objects.get(pk=stage.pk).themes.values_list("name", flat=True)) == ["tiers-lieux", "ruralité"]


def test_old_edition_is_never_changed(edition, mende, national):
    EditionPartnerFactory(edition=edition)
    StagePartnerFactory(stage=mende, name_then="LBMG")
    before = whole_tree(edition)
    renew(plan=plan(edition, dates=Dates.DAY), user=national)
    assert whole_tree(edition) == before


def test_edition_is_written_once(edition, mende, national):
    first, second = plan(edition), plan(edition)
    renew(plan=first, user=national)
    with pytest.raises(ValidationError) as refused:
        renew(plan=second, user=national)
    assert set(refused.value.message_dict) == {"year", "slug"}
    assert EditionPage.objects.filter(year=2015).count() == 1


def test_nothing_is_written_of_a_plan_that_fails_halfway(edition, mende, national):
    planned = plan(edition)
    planned.stages[0].draft.title = ""
    pages, logged = BasePage.objects.count(), PageLogEntry.objects.count()
    with pytest.raises(ValidationError):
        renew(plan=planned, user=national)
    assert (BasePage.objects.count(), PageLogEntry.objects.count()) == (pages, logged)


def test_fingerprint_tells_plans_apart(edition, mende):
    assert plan(edition).fingerprint == plan(edition).fingerprint
    assert plan(edition, dates=Dates.DAY).fingerprint != plan(edition).fingerprint
    StagePartnerFactory(stage=mende)
    assert plan(edition, stage_roles=[]).fingerprint != plan(edition).fingerprint


@pytest.mark.parametrize("required", [[("photo", -3)], []])
def test_requirements_are_written_as_planned(national, home, required):
    edition = EditionPageFactory()
    edition.requirements = [Requirement(kind=kind, days=days) for kind, days in required]
    edition.save()

    planned = plan(EditionPage.objects.get(pk=edition.pk))
    listed = [(row.kind, row.days) for row in planned.draft.requirements.all()]
    made = renew(plan=planned, user=national)

    assert list(made.requirements.order_by("sort_order").values_list("kind", "days")) == listed
    assert listed == (required or list(USUAL))
