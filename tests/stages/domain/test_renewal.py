"""The next edition: what is planned, what is written, what stays as it was."""

from datetime import date, time

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
    renew,
    stages_to_renew,
)
from stages.domain.requirements import USUAL
from stages.enums import Dates, StageStatus
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
from tests.stages.domain.renewed import edition, plan
from tour.enums import Standing
from tour.models import BasePage

__all__ = ["edition"]


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


def test_rows_are_carried_in_the_same_order_wherever_the_database_keeps_them(edition, mende):
    before = plan(edition)
    first, *_others = mende.themed_items.order_by("pk")
    for tag in (ThemeFactory(), first.tag):  # PostgreSQL writes what changes anew, after the others
        mende.themed_items.filter(pk=first.pk).update(tag=tag)

    after = plan(edition)
    assert [row.tag.name for row in after.stages[0].draft.themed_items.all()] == ["tiers-lieux", "ruralité"]
    assert after.fingerprint == before.fingerprint


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
