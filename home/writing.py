"""How content is written down in code: short forms for texts and citations, French spaces."""

import re

from tour.enums import Standing
from tour.french import NBSP

#: Fields that are addresses or codes: nothing of typography touches them.
PLAIN_FIELDS = {"slug", "code", "url", "copy_url", "website", "email", "phone"}

MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
SPACES = [
    (re.compile(r"« "), f"«{NBSP}"),
    (re.compile(r" (?=[»;:?!%€])"), NBSP),
    (re.compile(rf"(?<=\d) (?=\d{{3}}\b|m²|{MONTHS})"), NBSP),
    (re.compile(r"(?<=n°|RN) (?=\d)"), NBSP),
    (re.compile(rf"(?<=1er) (?={MONTHS})"), NBSP),
]


def typeset(value):
    """``value`` (text, or lists and dicts of texts) with the non-breaking spaces French typography asks for."""
    if isinstance(value, dict):
        return {key: text if key in PLAIN_FIELDS else typeset(text) for key, text in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(typeset(item) for item in value)
    if type(value) is str:
        for pattern, space in SPACES:
            value = pattern.sub(space, value)
    return value


def text(*paragraphs: str) -> tuple[str, str]:
    """A block of paragraphs."""
    return "paragraph", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def heading(words: str) -> tuple[str, str]:
    return "heading", words


def callout(title: str, *paragraphs: str) -> tuple[str, dict]:
    return "callout", {"title": title, "text": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}


def confirmed(statement: str, claim: str, source: str, **more) -> dict:
    """A statement one source (its code) establishes."""
    return {"statement": statement, "claim": claim, "source": source, "standing": Standing.CONFIRMED, **more}


def contradictory(statement: str, **claims: str) -> list[dict]:
    """A statement on which sources disagree: what each of them (by code) says."""
    return [
        {"statement": statement, "claim": claim, "source": source, "standing": Standing.CONTRADICTORY}
        for source, claim in claims.items()
    ]


def to_confirm(statement: str, claim: str, source: str | None = None) -> dict:
    """What nobody documents, or one source too vaguely."""
    return {"statement": statement, "claim": claim, "source": source, "standing": Standing.TO_CONFIRM}
