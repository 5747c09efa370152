"""Texts of any length and any signs, made to fit."""

import pytest

from stages.domain.lettering import DISPLAY, TEXT, fit, legible
from tour.french import NBSP

PLACE = {"sizes": range(100, 39, -4), "width": 700, "height": 220}


def set_in(text, **place):
    return fit(text, DISPLAY, **{**PLACE, **place})


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Mende", ("Mende",)),
        ("Paris La Défense", ("Paris", "La Défense")),
        ("Le Tour dans les villages", ("Le Tour", "dans les villages")),
        (f"Où travailler demain{NBSP}?", ("Où travailler", f"demain{NBSP}?")),
        ("", ()),
        ("🚲", ()),
    ],
)
def test_lines_end_where_french_lets_them(text, lines):
    assert set_in(text).lines == lines


def test_short_text_is_as_large_as_may_be():
    assert set_in("Mende").size == 100


def test_name_is_divided_at_its_hyphens_rather_than_shrunk_to_nothing():
    assert set_in("Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson").lines == (
        "Saint-Rémy-en-",
        "Bouzemont-Saint-",
        "Genest-et-Isson",
    )
    assert set_in("Saint-Étienne").lines == ("Saint-Étienne",)


@pytest.mark.parametrize(
    "text",
    ["W" * 500, "mot " * 125, "à " * 250, f"9{NBSP}" * 250, "é-" * 250, ("W" * 60 + " ") * 8, "!" * 500],
)
def test_text_too_long_ends_in_an_ellipsis_inside_its_place(text):
    lines = set_in(text)

    assert [line for line in lines.lines if line != line.strip()] == []
    assert (lines.is_cut, lines.size, lines.width <= 700, lines.height <= 220) == (True, 40, True, True)


def test_small_word_is_not_left_before_the_ellipsis():
    lines = set_in("Espace de coworking de la Communauté de communes du Grand Pays de Colmar", lines=1)

    assert lines.lines == ("Espace de coworking…",)


def test_text_that_just_fits_is_whole():
    text = "mot " * 30

    lines = set_in(text)

    assert (" ".join(lines.lines), lines.is_cut) == (text.strip(), False)


def test_one_line_is_never_two():
    lines = set_in("Reichstett (Bas-Rhin), espace de coworking de la gare", lines=1)

    assert len(lines.lines) == 1
    assert lines.lines[0].endswith("…")


def test_lines_with_accents_and_descenders_stand_further_apart():
    assert set_in("Pagayage Étagère ÉÉÉ").leading > set_in("Ans sans aucun son").leading


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  Deux\n\tlignes\r\n ", "Deux lignes"),
        ("E\u0301te\u0301", "Été"),
        ("Étape 🚲 à 東京 !", "Étape à !"),
        ("Ple\u0161ivec", "Plesivec"),
        ("Z\u0337\u0337a\u0489lgo", "Zalgo"),
        ("\u202eà l’envers\u202c\x00\x07\x85", "à l’envers"),
        (f"l’étape{NBSP}:{NBSP}9\u202fh", f"l’étape{NBSP}:{NBSP}9{NBSP}h"),
        ("«\u00a0\u00a0", "«"),
        ("mou\u00adlin\u200d", "moulin"),
        ("\ud800\U0010ffff\ue000", ""),
    ],
)
def test_what_a_font_cannot_draw_is_left_out(text, read):
    assert [legible(text, face) for face in (DISPLAY, TEXT)] == [read, read]
