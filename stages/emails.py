"""The Tour's mails as they are read: words that the national team may change, in a frame that it may not."""

import re
from dataclasses import dataclass, replace
from functools import cache

from css_inline import CSSInliner
from django.template.loader import render_to_string

from stages.mail_texts import TEXTS, fill, paragraphs
from stages.models import MailText
from tour.addresses import absolute
from tour.french import one_line

#: What no mail program shows, and an HTML page may not hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
BLANK_LINES = re.compile(r"\n\s*\n\s*\n")


@dataclass(frozen=True)
class Letter:
    """A mail without its envelope. ``attachments``: (file name, MIME type with its parameters, content)."""

    subject: str
    text: str
    html: str
    attachments: tuple = ()


#: The words of each mail that the national team changed: name → (subject, text).
Changed = dict[str, tuple[str, str]]


def write(
    name: str,
    template: str,
    words: dict[str, str],
    context: dict,
    *,
    own: tuple[str, str] = ("", ""),
    changed: Changed | None = None,
) -> Letter:
    """The mail ``name`` (a key of ``TEXTS``) in ``templates/stages/email/<template>.txt`` and ``.html``.

    ``words`` are put in place of the placeholders. ``own``: the subject and text of somebody else's than the national
    team, each used if it is not empty. ``changed``: what ``changed_texts`` said, for who writes many.
    """
    said = texts_of(name, changed_texts() if changed is None else changed)
    subject, text = (mine or theirs for mine, theirs in zip(own, said, strict=True))
    words = {key: one_line(word) for key, word in words.items()}
    subject = one_line(fill(subject, words))
    filled = [paragraph.filled(words) for paragraph in paragraphs(text)]
    filled = [paragraph for paragraph in filled if paragraph.plain.strip()]
    context = {
        "home_url": absolute("/"),
        **context,
        "preheader": context.get("preheader") or "".join(paragraph.plain for paragraph in filled[:1]),
        "subject": subject,
        "paragraphs": filled,
    }
    return Letter(subject, as_text(template, context), as_html(template, context))


def as_html(template: str, context: dict) -> str:
    """With its style written into each element: some mail programs read it nowhere else."""
    return CONTROLS.sub(" ", inliner().inline(render_to_string(f"stages/email/{template}.html", context)))


def as_text(template: str, context: dict) -> str:
    text = CONTROLS.sub(" ", render_to_string(f"stages/email/{template}.txt", context))
    return BLANK_LINES.sub("\n\n", text).strip() + "\n"


def changed_texts() -> Changed:
    return {row.name: (row.subject, row.text) for row in MailText.objects.all()}


def texts_of(name: str, changed: Changed) -> tuple[str, str]:
    return changed.get(name) or (TEXTS[name].subject, TEXTS[name].text)


@cache
def inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False)


def with_attachment(letter: Letter, name: str, mime_type: str, content: bytes) -> Letter:
    return replace(letter, attachments=(*letter.attachments, (name, mime_type, content)))
