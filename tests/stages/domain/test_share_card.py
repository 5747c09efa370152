"""What a stage's card says, and that it holds whatever is typed."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image

from stages.domain.share_card import Card, card_of, compose, draw
from tests.factories import PlacePageFactory, StagePageFactory
from tour.french import NBSP

MENDE = Card(
    tour="Tour de France du Télétravail et des Tiers-Lieux",
    edition="Tour 2014",
    name="Mende",
    number=5,
    kind="rural",
    status="confirmed",
    date=f"Jeudi 9{NBSP}octobre 2014",
    place="POLeN",
    town="Mende (Lozère)",
)
OTHERS = {
    "tour": "Tour de France du télétravail",
    "edition": "Tour 2015",
    "name": "Mende en Lozère",
    "number": 6,
    "kind": "urban",
    "status": "postponed",
    "date": "Vendredi 10 octobre 2014",
    "place": "La Tour",
    "town": "Lozère",
}
COLZA, FOREST, RED = (255, 207, 26), (19, 78, 53), (180, 35, 26)
LONG = {
    "wide letters": "W" * 500,
    "sentences": "Le télétravail et les tiers-lieux dans les territoires de montagne, " * 8,
    "small words": "à la " * 100,
    "tall letters": "ǺÉg " * 125,
    "emoji": "🚲🏔️ Vélo " * 50,
    "no glyph": "東京" * 250,
    "control characters": "\x00\x07\u202eMende\r\n\x85\u2029" * 50,
    "marks": "Me" + "\u0301\u0337" * 250,
    "nothing": "",
    "punctuation": "!?…" * 166,
}


def picture(card):
    return Image.open(BytesIO(draw(card)))


def colours(image, box):
    """The colours of a part of a picture."""
    return {colour for _, colour in image.convert("RGB").crop(box).getcolors(100_000)}


def words(card):
    """The texts of a card, lines joined, from top to bottom."""
    placed = sorted(compose(card), key=lambda one: (one.y, one.x))
    return [" ".join(one.text.lines) for one in placed]


def test_card_is_a_light_png_of_the_size_that_networks_ask_for():
    drawn = draw(MENDE)
    image = Image.open(BytesIO(drawn))

    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P")
    assert len(drawn) < 60_000


def test_card_says_what_is_known():
    assert words(MENDE) == [
        "Tour de France du Télétravail et des Tiers-Lieux",
        f"Étape{NBSP}5 · Tour 2014",
        "Mende",
        f"Jeudi 9{NBSP}octobre 2014",
        "5",
        "POLeN, Mende (Lozère)",
    ]


@pytest.mark.parametrize(("kind", "ground"), [("urban", COLZA), ("rural", FOREST)])
def test_ground_tells_the_kind_of_stage(kind, ground):
    assert colours(picture(replace(MENDE, kind=kind)), (0, 0, 1200, 50)) == {ground}


@pytest.mark.parametrize(
    ("status", "plate", "has_red"),
    [("confirmed", [], False), ("cancelled", ["Annulée"], True), ("postponed", ["Reportée"], True)],
)
def test_stage_that_is_off_bears_a_plate(status, plate, has_red):
    card = replace(MENDE, status=status)

    assert [" ".join(one.text.lines) for one in compose(card) if one.plate] == plate
    assert (RED in colours(picture(card), (400, 100, 1200, 400))) == has_red


@pytest.mark.parametrize(("status", "struck"), [("confirmed", []), ("cancelled", ["5", MENDE.date]), ("postponed", [])])
def test_number_and_date_are_struck_when_the_stage_is_cancelled(status, struck):
    placed = compose(replace(MENDE, status=status))

    assert [" ".join(one.text.lines) for one in placed if one.is_struck] == struck


def test_milestone_without_a_number_shows_a_road():
    middle = (196, 360, 216, 530)
    shapes = [picture(replace(MENDE, number=number)).crop(middle).tobytes() for number in (None, 1)]

    assert shapes[0] != shapes[1]
    assert words(replace(MENDE, number=None))[1] == "Étape · Tour 2014"


@pytest.mark.parametrize("field", ["edition", "name", "date", "place", "town"])
@pytest.mark.parametrize("typed", LONG.values(), ids=LONG)
def test_texts_hold_in_the_picture_and_apart_whatever_is_typed(field, typed):
    for status in ("confirmed", "cancelled"):
        placed = compose(replace(MENDE, status=status, **{field: typed}))
        boxes = [one.box for one in placed]
        outside = [box for box in boxes if box[0] < 72 or box[1] < 48 or box[2] > 1128 or box[3] > 530]
        touching = [
            (one, other)
            for one, other in combinations(boxes, 2)
            if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
        ]
        assert (outside, touching) == ([], [])


@pytest.mark.parametrize("typed", LONG.values(), ids=LONG)
def test_margins_stay_bare_whatever_is_typed(typed):
    image = picture(replace(MENDE, kind="urban", edition=typed, name=typed, place=typed, town=typed, number=32767))
    margins = [(0, 0, 1200, 48), (0, 0, 70, 538), (1130, 0, 1200, 538), (342, 94, 398, 538), (342, 530, 1200, 538)]

    assert [colours(image, box) for box in margins] == [{COLZA}] * len(margins)
    # The road is whole: its edges are asphalt all along.
    assert len(colours(image, (0, 545, 1200, 575))) == 1


def test_text_is_written_inside_its_box():
    """What ``compose`` says of the place of texts is true of the picture."""
    card = replace(MENDE, kind="urban", name="Ǻgy Éclatante journée", number=None)
    image = picture(card).convert("RGB")
    for one in compose(card):
        left, top, right, bottom = one.box
        image.paste(COLZA, (left - 1, top - 1, right + 1, bottom + 1))

    assert colours(image, (342, 0, 1200, 538)) == {COLZA}


@pytest.mark.parametrize("field", OTHERS)
def test_digest_and_picture_change_with_each_thing_drawn(field):
    other = replace(MENDE, **{field: OTHERS[field]})

    assert other.digest != MENDE.digest
    assert draw(other) != draw(MENDE)


def test_digest_is_that_of_the_picture():
    assert replace(MENDE).digest == MENDE.digest
    assert draw(replace(MENDE)) == draw(MENDE)
    assert (len(MENDE.digest), int(MENDE.digest, 16) > 0) == (16, True)


def test_alternative_text_says_what_the_picture_says():
    assert MENDE.alt == (
        f"Une borne routière au bord d’une route. Étape{NBSP}5 · Tour 2014{NBSP}: Mende. Jeudi 9{NBSP}octobre 2014. "
        "POLeN, Mende (Lozère). Tour de France du Télétravail et des Tiers-Lieux."
    )
    off = replace(MENDE, number=None, edition="", status="cancelled", date="", place="")
    assert off.alt == (
        f"Une borne routière au bord d’une route. Étape{NBSP}: Mende. Annulée. Mende (Lozère). "
        "Tour de France du Télétravail et des Tiers-Lieux."
    )


def test_alternative_text_of_a_long_name_is_short():
    assert len(replace(MENDE, name="mot\n" * 125).alt) < 420


@pytest.mark.django_db
def test_card_of_a_stage_is_its_data():
    stage = StagePageFactory(title="Mende", exact=True, located=True, rural=True, position=5, venue_name="POLeN")

    assert card_of(stage, "Tour 2014") == MENDE


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"period": True}, "Mai ou juin 2014"),
        ({"several_days": True}, f"Du 9 au 11{NBSP}octobre 2014"),
        ({"unknown": True}, "Date à confirmer"),
        ({"unknown": True, "postponed": True}, "Date à confirmer"),
        ({"unknown": True, "cancelled": True}, ""),
        ({"exact": True, "cancelled": True}, f"Jeudi 9{NBSP}octobre 2014"),
    ],
)
@pytest.mark.django_db
def test_date_is_said_in_words(fields, said):
    assert card_of(StagePageFactory(**fields), "").date == said


@pytest.mark.django_db
def test_town_that_is_the_name_is_not_told_twice():
    assert card_of(StagePageFactory(title="Mende", city="Mende"), "").town == ""


@pytest.mark.django_db
def test_venue_that_nobody_may_see_is_not_drawn():
    stage = StagePageFactory(venue=PlacePageFactory(title="La cachette", draft=True), venue_name="Salle des fêtes")

    assert card_of(stage, "").place == "Salle des fêtes"


@pytest.mark.django_db
def test_digest_leaves_alone_what_is_not_drawn():
    stage = StagePageFactory(title="Mende", exact=True, position=5)
    before = card_of(stage, "Tour 2014").digest
    stage.summary, stage.price, stage.registration_url = "Une journée", "Gratuit", "https://tour.example/"
    stage.save()

    assert card_of(stage, "Tour 2014").digest == before
    stage.starts_on = date(2014, 10, 10)
    assert card_of(stage, "Tour 2014").digest != before
