"""The Tour's mails as they are read: words that the national team may change, in a frame that it may not."""

import re
from dataclasses import dataclass, replace
from functools import cache

from css_inline import CSSInliner
from django.template.loader import render_to_string

from stages.models import MailText

#: name → (subject, text). « {etape} » and the like are replaced by what is true of the stage; a blank line parts
#: paragraphs.
TEXTS = {
    "reminder-ahead": ("{etape} : c’est {date}", "L’étape {etape} du Tour a lieu {date}."),
    "reminder-eve": ("Demain : {etape}", "L’étape {etape} du Tour a lieu demain, {date}."),
    "reminder-morning": ("Aujourd’hui : {etape}", "L’étape {etape} du Tour a lieu aujourd’hui."),
    "reminder-after": ("{etape} : la restitution est en ligne", "Ce qui ressort de l’étape {etape} est en ligne."),
    "changed": ("{etape} : ce qui change", "Les informations de l’étape {etape} ont changé."),
    "cancelled": ("{etape} est annulée", "L’étape {etape} est annulée."),
    "postponed": ("{etape} est reportée", "L’étape {etape} est reportée."),
    "confirmation": ("Confirmez votre demande", "Vous avez demandé à suivre {suivi}."),
    "access": ("Votre lien personnel", "Voici le lien de votre page personnelle."),
}
PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Letter:
    """A mail without its envelope. ``attachments``: (file name, MIME type with its parameters, content)."""

    subject: str
    text: str
    html: str
    attachments: tuple = ()


def write(name: str, template: str, words: dict[str, str], context: dict, *, own: tuple[str, str] = ("", "")) -> Letter:
    """The mail ``name`` (a key of ``TEXTS``) in ``templates/stages/email/<template>.txt`` and ``.html``.

    ``words`` are put in place of the placeholders. ``own``: the subject and text of somebody else's than the national
    team, each used if it is not empty.
    """
    subject, text = (fill(mine or said, words) for mine, said in zip(own, texts_of(name), strict=True))
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    context = {**context, "subject": subject, "paragraphs": paragraphs}
    html = render_to_string(f"stages/email/{template}.html", context)
    return Letter(subject, render_to_string(f"stages/email/{template}.txt", context), inliner().inline(html))


def texts_of(name: str) -> tuple[str, str]:
    changed = MailText.objects.filter(name=name).first()
    return (changed.subject, changed.text) if changed else TEXTS[name]


def fill(text: str, words: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)


@cache
def inliner() -> CSSInliner:
    return CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def with_attachment(letter: Letter, name: str, mime_type: str, content: bytes) -> Letter:
    return replace(letter, attachments=(*letter.attachments, (name, mime_type, content)))
