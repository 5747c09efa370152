"""Text as it leaves: without what a parser, a terminal or a spreadsheet would take for an order."""

import re
import unicodedata

from wagtail.rich_text import get_text_for_indexing

CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
#: What begins a formula, once compatibility variants (full width, small) are made ordinary.
FORMULA_SIGNS = "=+-@"
#: Spreadsheets skip these before they look for a formula: white space, and signs without a width.
SKIPPED = re.compile(r"[\s\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff]*")


def clean(text: str) -> str:
    """``text`` with line ends made LF, without control characters (Unicode Cc) but tab and LF, nor lone surrogates."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(rich_text: str) -> str:
    """The words of a rich text field, one paragraph or list item a line."""
    lines = get_text_for_indexing(re.sub(r"(</(?:p|li|h\d)>|<br\s*/?>)", "\\1\n", rich_text)).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def without_formula(text: str) -> str:
    """``text`` as a spreadsheet takes it for words: an apostrophe before what would be a formula (OWASP).

    That is text which begins with = + - @ or a compatibility variant of these, after white space or not, and text
    which begins with a tab or a line end.
    """
    first = text[SKIPPED.match(text).end() :][:1]
    is_formula = bool(first) and unicodedata.normalize("NFKC", first)[0] in FORMULA_SIGNS
    return f"'{text}" if is_formula or text.startswith(("\t", "\r", "\n")) else text
