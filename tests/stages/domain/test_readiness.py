"""What is required of stages, and how far they are with it."""

from datetime import date

import pytest
from django.urls import reverse

from partners.enums import PartnerRole
from stages.domain.readiness import readiness, readiness_with_drafts
from stages.enums import RequirementKind, RequirementState
from stages.models import Requirement, StagePage
from tests.factories import (
    EditionPageFactory,
    ImageFactory,
    ParticipationFactory,
    PersonPageFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    RequirementFactory,
    StagePageFactory,
    StagePartnerFactory,
)

pytestmark = pytest.mark.django_db
MET, LATE, SOON, LATER, OFF = (
    RequirementState.MET,
    RequirementState.LATE,
    RequirementState.SOON,
    RequirementState.LATER,
    RequirementState.NOT_APPLICABLE,
)


def undemanding_edition(**made):
    """An edition that requires nothing yet."""
    edition = EditionPageFactory(**made)
    Requirement.objects.filter(edition=edition).delete()
    return edition


@pytest.fixture
def edition(home):
    return undemanding_edition()


def judged(stage, requirement, on=date(2014, 9, 1)):
    """The line of ``requirement`` for ``stage``, read again from the database."""
    stages = StagePage.objects.filter(pk=stage.pk).with_progress().with_venue()
    [line] = [line for line in readiness(stages, on)[stage.pk].lines if line.kind == requirement.kind]
    return line


def complete(stage):
    """Give a stage all that can be required of it."""
    stage.photo = ImageFactory()
    stage.city, stage.venue_name, stage.summary, stage.price = "Mende", "POLeN", "Une journée.", "Entrée libre"
    stage.results = [("heading", "Ce qu’il en reste")]
    stage.save()
    ParticipationFactory(item=ProgrammeItemFactory(stage=stage, timed=True, released=True))
    StagePartnerFactory(stage=stage, role=PartnerRole.LOCAL_ORGANISER)
    StagePartnerFactory(stage=stage, role=PartnerRole.HOST)
    PressReleasePageFactory(parent=stage, issued=True)
    return stage


# --- Each requirement -----------------------------------------------------------------------------


def test_complete_stage_meets_all_that_is_usual(home, clock_at):
    clock_at("2014-10-20T10:00")
    stage = complete(StagePageFactory(exact=True))

    found = readiness(StagePage.objects.with_progress().with_venue())[stage.pk]

    assert [line.missing for line in found.lines] == [""] * 10
    assert (found.met, found.total, found.to_do, found.next_due) == (10, 10, (), None)


@pytest.mark.parametrize(
    ("kind", "missing", "field"),
    [
        ("date", "Le jour n’est pas fixé.", "date_kind"),
        ("venue", "Le lieu n’est pas indiqué.", "venue"),
        ("summary", "Le résumé est vide.", "summary"),
        ("registration", "Ni adresse d’inscription, ni tarif.", "registration_url"),
        ("programme", "Le programme est vide.", "programme_items"),
        ("speakers", "Personne n’est annoncé.", "programme_items"),
        ("partners", "Aucun organisateur n’est indiqué.", "partner_roles"),
        ("photo", "Il n’y a pas de photo.", "photo"),
        ("results", "La restitution est vide.", "results"),
    ],
)
def test_empty_stage_is_told_what_is_missing_and_where(edition, kind, missing, field):
    requirement = RequirementFactory(edition=edition, kind=kind, days=-30)
    stage = StagePageFactory(parent=edition)

    line = judged(stage, requirement)

    assert (line.missing, line.is_met, line.state, line.due_on) == (missing, False, LATER, None)
    assert line.edit_url == f"{reverse('wagtailadmin_pages:edit', args=[stage.pk])}#:w:contentpath={field}"


@pytest.mark.parametrize(
    ("made", "missing", "field"),
    [
        ({"venue_name": "POLeN"}, "La commune n’est pas indiquée.", "city"),
        ({"city": "Mende"}, "Le lieu n’est pas indiqué.", "venue"),
    ],
)
def test_venue_is_a_place_and_its_town(edition, made, missing, field):
    line = judged(StagePageFactory(parent=edition, **made), RequirementFactory(edition=edition, kind="venue"))

    assert (line.missing, line.edit_url.partition("=")[2]) == (missing, field)


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        ({"timed": True, "released": True}, ""),
        ({"all_day": True, "released": True}, ""),
        ({"released": True}, "2 moments sans horaire."),
        ({"timed": True}, "2 moments encore à l’état provisoire."),
    ],
)
def test_programme_is_settled_with_hours(edition, made, missing):
    stage = StagePageFactory(parent=edition)
    for _ in range(2):
        ProgrammeItemFactory(stage=stage, **made)

    assert judged(stage, RequirementFactory(edition=edition, kind="programme")).missing == missing


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        ({}, ""),
        ({"with_page": True}, ""),
        ({"unannounced": True}, "Personne n’est annoncé."),
        ({"function_only": True}, "Personne n’est annoncé."),
    ],
)
def test_speakers_are_announced_by_their_names(edition, made, missing):
    part = ParticipationFactory(item__stage=StagePageFactory(parent=edition), **made)
    line = judged(part.item.stage, RequirementFactory(edition=edition, kind="speakers"))

    assert (line.missing, line.edit_url.partition("=")[2]) == (missing, "participations")


def test_speaker_whose_page_is_hidden_is_not_announced(edition):
    person = PersonPageFactory(draft=True)
    part = ParticipationFactory(item__stage=StagePageFactory(parent=edition), name="", person=person)

    assert judged(part.item.stage, RequirementFactory(edition=edition, kind="speakers")).is_met is False


@pytest.mark.parametrize(
    ("roles", "missing"),
    [
        (["organiser", "host"], ""),
        (["local_organiser", "host"], ""),
        (["organiser", "partner"], "Aucun hôte n’est indiqué."),
        (["host", "support"], "Aucun organisateur n’est indiqué."),
    ],
)
def test_partners_are_an_organiser_and_a_host(edition, roles, missing):
    stage = StagePageFactory(parent=edition)
    for role in roles:
        StagePartnerFactory(stage=stage, role=role)

    assert judged(stage, RequirementFactory(edition=edition, kind="partners")).missing == missing


def test_photo_needs_an_alternative_text(edition):
    requirement = RequirementFactory(edition=edition, kind="photo")
    silent = StagePageFactory(parent=edition, photo=ImageFactory(description=""))
    told = StagePageFactory(parent=edition, photo=ImageFactory())

    assert judged(silent, requirement).missing == "La photo n’a pas de texte alternatif."
    assert judged(told, requirement).missing == ""


@pytest.mark.parametrize("made", [{"draft": True, "issued": True}, {}])
def test_press_release_that_is_not_out_is_where_to_go_on(edition, made):
    release = PressReleasePageFactory(parent=StagePageFactory(parent=edition), **made)
    line = judged(release.get_parent(), RequirementFactory(edition=edition, kind="press_release"))

    assert line.missing == "Le communiqué n’est pas diffusé."
    assert line.edit_url == f"{reverse('wagtailadmin_pages:edit', args=[release.pk])}#:w:contentpath=is_issued"


def test_press_release_that_is_missing_is_begun(edition):
    stage = StagePageFactory(parent=edition)
    line = judged(stage, RequirementFactory(edition=edition, kind="press_release"))

    assert line.missing == "Il n’y a pas de communiqué."
    assert line.edit_url == reverse("wagtailadmin_pages:add", args=["stages", "pressreleasepage", stage.pk])


def test_page_that_was_never_published_meets_nothing(edition):
    stage = StagePageFactory(parent=edition, draft=True, summary="Une journée.")
    line = judged(stage, RequirementFactory(edition=edition, kind="summary"))

    assert (line.is_met, line.missing) == (False, "La page de l’étape n’est pas publiée.")


# --- Deadlines ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2014, 8, 25), LATER),
        (date(2014, 8, 26), SOON),
        (date(2014, 9, 9), SOON),
        (date(2014, 9, 10), LATE),
    ],
)
def test_deadline_is_counted_in_days(edition, clock_at, on, state):
    clock_at("2014-08-01T10:00")
    requirement = RequirementFactory(edition=edition, kind="programme", days=-30)
    line = judged(StagePageFactory(parent=edition, exact=True), requirement, on)

    assert (line.due_on, line.countdown, line.state) == (date(2014, 9, 9), "J−30", state)


@pytest.mark.parametrize(
    ("days", "due_on", "countdown"),
    [(-1, date(2014, 10, 8), "J−1"), (0, date(2014, 10, 9), "J"), (7, date(2014, 10, 18), "J+7")],
)
def test_deadline_counts_from_the_first_day_or_from_the_last(edition, days, due_on, countdown):
    requirement = RequirementFactory(edition=edition, kind="photo", days=days)
    line = judged(StagePageFactory(parent=edition, several_days=True), requirement)

    assert (line.due_on, line.countdown) == (due_on, countdown)


@pytest.mark.parametrize("made", [{"unknown": True}, {"period": True}])
def test_stage_without_a_day_has_no_deadline(edition, made):
    line = judged(StagePageFactory(parent=edition, **made), RequirementFactory(edition=edition, kind="photo"))

    assert (line.due_on, line.state) == (None, LATER)


@pytest.mark.parametrize("made", [{"cancelled": True}, {"postponed": True}])
def test_stage_that_is_off_owes_nothing(edition, made):
    RequirementFactory(edition=edition, kind="photo")
    stage = StagePageFactory(parent=edition, exact=True, **made)

    found = readiness(StagePage.objects.with_progress().with_venue(), date(2014, 10, 8))[stage.pk]

    assert [line.state for line in found.lines] == [OFF]
    assert (found.met, found.total, found.late, found.next_due) == (0, 0, (), None)


def test_results_are_for_later_until_the_stage_is_over(edition, clock_at):
    requirement = RequirementFactory(edition=edition, kind="results", days=7)
    stage = StagePageFactory(parent=edition, timed=True)

    clock_at("2014-10-09T17:00")
    assert judged(stage, requirement, date(2014, 10, 9)).state == LATER
    clock_at("2014-10-09T19:00")
    assert judged(stage, requirement, date(2014, 10, 9)).state == SOON
    assert judged(stage, requirement, date(2014, 10, 17)).state == LATE


def test_nobody_is_asked_to_register_for_what_is_over(edition, clock_at):
    requirement = RequirementFactory(edition=edition, kind="registration", days=-30)
    stage = StagePageFactory(parent=edition, exact=True)

    clock_at("2014-10-08T10:00")
    assert judged(stage, requirement, date(2014, 10, 8)).state == LATE
    clock_at("2014-10-20T10:00")
    assert judged(stage, requirement, date(2014, 10, 20)).state == OFF


def test_readiness_sums_up_its_lines(edition, clock_at):
    clock_at("2014-09-20T10:00")
    for kind, days in (("summary", -60), ("photo", -14), ("programme", -30), ("date", -60), ("results", 7)):
        RequirementFactory(edition=edition, kind=kind, days=days, note=f"Mot sur {kind}")
    stage = StagePageFactory(parent=edition, exact=True)

    found = readiness(StagePage.objects.with_progress().with_venue())[stage.pk]

    assert [(line.kind, line.state) for line in found.lines] == [
        ("summary", LATE),
        ("date", MET),
        ("programme", LATE),
        ("photo", SOON),
        ("results", LATER),
    ]
    assert (found.met, found.total) == (1, 5)
    assert [line.label for line in found.late] == ["Résumé", "Programme arrêté"]
    assert (found.next_due.kind, found.next_due.note) == (RequirementKind.PHOTO, "Mot sur photo")


def test_each_stage_is_judged_by_its_own_edition(edition):
    RequirementFactory(edition=edition, kind="photo")
    other = undemanding_edition(year=2012)
    RequirementFactory(edition=other, kind="summary")
    here, there = StagePageFactory(parent=edition), StagePageFactory(parent=other)

    found = readiness(StagePage.objects.with_progress().with_venue())

    assert {key: [line.kind for line in judged.lines] for key, judged in found.items()} == {
        here.pk: ["photo"],
        there.pk: ["summary"],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_readiness_takes_six_queries_whatever_the_number(edition, django_assert_num_queries, number):
    for kind in RequirementKind:
        RequirementFactory(edition=edition, kind=kind)
    for _ in range(number):
        complete(StagePageFactory(parent=edition, exact=True))
    stages = list(StagePage.objects.with_progress().with_venue())

    with django_assert_num_queries(6):
        found = readiness(stages)

    assert [judged.met for judged in found.values()] == [10] * number


# --- Drafts ---------------------------------------------------------------------------------------


def test_draft_that_meets_a_requirement_is_told(edition):
    for kind in ("summary", "photo", "programme", "speakers", "partners"):
        RequirementFactory(edition=edition, kind=kind)
    stage = StagePageFactory(parent=edition, published=True)
    draft = stage.get_latest_revision_as_object()
    draft.summary = "Une journée."
    moment = ProgrammeItemFactory.build(stage=None, timed=True, released=True)
    moment.participations = [ParticipationFactory.build(item=None)]
    draft.programme_items = [moment]
    draft.save_revision()

    [stage] = StagePage.objects.with_progress().with_venue()
    found = {line.kind.value: (line.is_met, line.is_drafted) for line in readiness_with_drafts([stage])[stage.pk].lines}

    assert found == {
        "summary": (False, True),
        "photo": (False, False),
        "programme": (False, True),
        "speakers": (False, True),
        "partners": (False, False),
    }
    assert [line.is_drafted for line in readiness([stage])[stage.pk].lines] == [False] * 5


def test_what_is_published_is_no_draft_any_more(edition):
    RequirementFactory(edition=edition, kind="summary")
    stage = StagePageFactory(parent=edition, published=True, summary="Une journée.")

    [line] = readiness_with_drafts(StagePage.objects.with_progress().with_venue())[stage.pk].lines

    assert (line.is_met, line.is_drafted) == (True, False)


def test_draft_of_a_press_release_is_told(edition):
    RequirementFactory(edition=edition, kind="press_release")
    release = PressReleasePageFactory(parent=StagePageFactory(parent=edition), draft=True)
    release.is_issued = True
    release.save_revision()

    [line] = readiness_with_drafts(StagePage.objects.with_progress().with_venue())[release.get_parent().pk].lines

    assert (line.is_met, line.is_drafted) == (False, True)
