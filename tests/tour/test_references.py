"""Numbers guessed in the form of one's own page: what choosers do not offer is not had that way."""

import pytest
from wagtail.models import Collection

from stages.models import StagePage
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    PersonPageFactory,
    PlacePageFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    UserFactory,
)
from tests.factories.editing import EditForm
from tour.references import as_key

SECRET = "Titre-tenu-secret"


@pytest.mark.parametrize("said", ["", None, "-1", "²", "1.0", "a", "1\x00", "9" * 19, "9" * 5000, 10**30])
def test_what_cannot_be_a_key_is_none(said):
    assert as_key(said) is None


@pytest.mark.parametrize("said", [12, "12"])
def test_key_is_a_number_however_it_was_sent(said):
    assert as_key(said) == 12


def test_key_of_thousands_of_digits_is_not_found(mende):
    assert mende.post(f"/admin/editing-sessions/ping/tour/basepage/{'9' * 5000}/1/").status_code == 404


@pytest.fixture
def stage(db):
    made = StagePageFactory(title="Mende", timed=True)
    ProgrammeItemFactory(stage=made, title="Ouverture")
    return made


@pytest.fixture
def mende(client, stage):
    organiser = UserFactory()
    stage.team.group.user_set.add(organiser)
    client.force_login(organiser)
    return client


@pytest.fixture
def others(db):
    """Things of another stage's team that nobody else has seen."""
    other = StagePageFactory(title=SECRET, live=False)
    return {
        "page": other,
        "place": PlacePageFactory(title=SECRET, live=False),
        "person": PersonPageFactory(title=SECRET, live=False),
        "image": ImageFactory(title=SECRET, description=SECRET, collection=other.team.collection),
        "document": DocumentFactory(title=SECRET, collection=other.team.collection),
    }


def refused(form):
    """Whether sending ``form`` in each way is refused without a word of the other's."""
    ways = [form.client.post(form.url, {**form.data, **more}) for more in ({}, {"action-publish": "1"})]
    ways.append(form.client.post(form.url, form.data, headers={"accept": "application/json"}))
    ways.append(form.client.post(f"{form.url}preview/", form.data))
    ways.append(form.client.get(f"{form.url}preview/", {"mode": ""}))
    told = any(SECRET in way.content.decode() for way in ways)
    return [way.status_code for way in ways[:4]] == [404] * 4 and not told


@pytest.mark.parametrize(("field", "thing"), [("photo", "image"), ("venue", "place")])
def test_field_takes_nothing_of_others(mende, stage, others, field, thing):
    assert refused(EditForm(mende, stage).fill(**{field: others[thing]}))
    assert getattr(StagePage.objects.get(pk=stage.pk).get_latest_revision_as_object(), field) is None


def test_row_takes_nobody_of_others(mende, stage, others):
    form = EditForm(mende, stage)
    form.add_row("programme_items-0-participations", person=others["person"])
    assert refused(form)


def test_prose_takes_nothing_of_others(mende, stage, others):
    for kind, value in (
        ("figure", {"image-image": others["image"].pk, "image-alt_text": "x", "caption": "x"}),
        ("download", {"document": others["document"].pk}),
    ):
        form = EditForm(mende, stage)
        form.fill(
            **{"body-count": "1", "body-0-type": kind, "body-0-id": "", "body-0-order": "0", "body-0-deleted": ""}
        )
        form.fill(**{f"body-0-value-{name}": each for name, each in value.items()})
        assert refused(form), kind


def test_link_in_prose_leads_to_nothing_of_others(mende, stage, others):
    link = (
        '{"blocks": [{"text": "là", "key": "a", "type": "unstyled", "depth": 0, "inlineStyleRanges": [], '
        '"entityRanges": [{"offset": 0, "length": 2, "key": 0}]}], "entityMap": {"0": {"type": "LINK", '
        f'"mutability": "MUTABLE", "data": {{"id": {others["page"].pk}, "url": "/x/"}}}}}}}}'
    )
    assert refused(EditForm(mende, stage).fill(access=link))


def test_form_with_another_error_tells_nothing_either(mende, stage, others):
    form = EditForm(mende, stage).fill(photo=others["image"], title="")
    answer = mende.post(form.url, form.data)
    assert (answer.status_code, SECRET in answer.content.decode()) == (404, False)


def test_new_page_takes_nothing_of_others(mende, stage, others):
    form = EditForm(mende, model=type(PressReleasePageFactory.build()), parent=stage)
    assert refused(form.fill(title="Communiqué", document=others["document"]))


def test_what_everybody_may_see_or_choose_is_taken(mende, stage):
    shared = Collection.objects.get(name="Images et documents du Tour")
    form = EditForm(mende, stage).fill(venue=PlacePageFactory(), photo=ImageFactory(collection=shared))
    form.add_row("programme_items-0-participations", person=PersonPageFactory())
    assert form.save_draft().was_saved


def test_what_the_national_team_put_there_stays(mende, stage):
    stage.photo = ImageFactory()
    stage.save_revision().publish()
    assert EditForm(mende, stage).fill(summary="Une journée.").publish().was_saved
    assert StagePage.objects.get(pk=stage.pk).photo == stage.photo


def test_national_team_takes_what_it_wants(editor, stage, others):
    assert EditForm(editor, stage).fill(photo=others["image"], venue=others["place"]).save_draft().was_saved
