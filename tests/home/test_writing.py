"""French spaces in what is written down in code. A dot stands for the non-breaking space."""

import pytest

from home.writing import typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("« Tour » : où ? ici !", "«·Tour·»·: où·? ici·!"),
        ("9 octobre 2014", "9·octobre 2014"),
        ("250 m²", "250·m²"),
        ("50 000 €", "50·000·€"),
        ("de 2010 à 2016", "de 2010 à 2016"),
        ({"title": "Où ?", "slug": "a ?"}, {"title": "Où·?", "slug": "a ?"}),
        ([("paragraph", "<p>Où ?</p>")], [("paragraph", "<p>Où·?</p>")]),
        (12, 12),
    ],
)
def test_typeset_puts_the_spaces_of_french(typed, set_):
    def dotted(value):
        if isinstance(value, dict):
            return {key: dotted(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(dotted(item) for item in value)
        return value.replace("\u00a0", "·") if isinstance(value, str) else value

    assert dotted(typeset(typed)) == set_
