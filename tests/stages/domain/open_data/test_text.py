"""Text as it leaves."""

import pytest

from stages.domain.open_data.text import clean, plain, without_formula


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+33 4 66 00 00 00",
        "-2",
        "@SUM(A1)",
        "  =1+1",
        "\u00a0=1+1",
        "\u200b=1+1",
        "\ufeff=1+1",
        "\t=1+1",
        "\tmot",
        "\nmot",
        "\rmot",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "﹦1+1",
        '="a","b"',
    ],
)
def test_text_that_would_be_a_formula_begins_with_an_apostrophe(text):
    assert without_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", " ", "Mende", "1+1", "« = »", "'=1", "🚲 =1", "a@b", "| =1", "− 2", "#1"])
def test_text_that_is_no_formula_is_left_as_it_is(text):
    assert without_formula(text) == text


def test_control_characters_are_taken_out():
    every = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0)]))
    assert clean(f"a{every}b") == "a\t\n\nb"
    assert clean("a\r\nb\rc\x1b[31md\x00\ud800") == "a\nb\nc[31md"


@pytest.mark.parametrize("text", ["👩🏽‍🌾, “Mende” ; l’œuvre", "x" * 500, "\u202bعربي", "a\tb"])
def test_other_signs_are_kept(text):
    assert clean(text) == text


def test_rich_text_is_a_paragraph_a_line():
    talk = "<p>Un <b>débat</b> &amp; un&nbsp;<a href='/x/'>atelier</a>.</p>"
    assert (
        plain(f"{talk}<ul><li>un</li><li>deux<br/>trois</li></ul><p></p>") == "Un débat & un atelier.\nun\ndeux\ntrois"
    )
    assert plain("") == ""
