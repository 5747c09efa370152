"""The words of the Tour's mails: as delivered, what may stand in them, and how they are read.

A text is what somebody types in a form: a blank line parts paragraphs, « **gras** » and « [lien](https://…) » are the
Markdown that is understood, « {etape} » is a placeholder. HTML is shown as it was typed, never run.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tour.french import UNSEEN

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
LINK = re.compile(r"\]\(\s*<?([^\s)>]*)")
ADDRESS = re.compile(r"https?://[^\s{}]+", re.IGNORECASE)


@dataclass(frozen=True)
class Placeholder:
    """What is put in a text in place of « {name} ». ``is_address``: a link may lead there."""

    meaning: str
    example: str
    is_address: bool = False


PLACEHOLDERS = {
    "etape": Placeholder("le nom de l’étape", "Mende"),
    "date": Placeholder("sa date, en toutes lettres", "jeudi 9 octobre 2014"),
    "heures": Placeholder("ses horaires", "de 8\u00a0h\u00a030 à 18\u00a0h"),
    "lieu": Placeholder("le lieu et son adresse", "POLeN, Mende (Lozère)"),
    "explication": Placeholder("l’explication donnée par l’étape quand elle est annulée ou reportée", "Neige au col."),
    "page": Placeholder("l’adresse de la page de l’étape", "https://tour.example/tour-2014/mende/", is_address=True),
    "suivi": Placeholder("ce que la personne a demandé à suivre", "l’étape Mende"),
    "pages": Placeholder("le nom de la page à compléter, et le nombre des autres", "Mende et 2 autres"),
    "retards": Placeholder("le nombre d’étapes en retard", "2 étapes en retard"),
    "sujet": Placeholder("ce qui ne va pas, en deux mots", "aucun envoi depuis 9\u00a0h"),
    "fait": Placeholder("ce qui s’est passé, en une phrase", "Aucun courriel n’est parti entre 9\u00a0h et 11\u00a0h."),
}
ABOUT_A_STAGE = ("etape", "date", "heures", "lieu", "page")


@dataclass(frozen=True)
class MailWords:
    """A mail's words as delivered. ``occasion`` says to whom it goes, and when; ``placeholders`` what it may hold."""

    title: str
    occasion: str
    subject: str
    text: str
    placeholders: tuple[str, ...] = ABOUT_A_STAGE


TEXTS = {
    "reminder-ahead": MailWords(
        "Quelques jours avant",
        "À ceux qui suivent l’étape, quelques jours avant son premier jour.",
        "{etape}\u00a0: {date}",
        "L’étape **{etape}** du Tour approche\u00a0: elle a lieu {date}. Voici ce qu’il faut savoir pour y venir.",
    ),
    "reminder-eve": MailWords(
        "La veille",
        "À ceux qui suivent l’étape, la veille de son premier jour.",
        "Demain\u00a0: {etape}",
        "L’étape **{etape}** du Tour commence demain. Voici comment venir, et par quoi la journée débute.",
    ),
    "reminder-morning": MailWords(
        "Le matin même",
        "À ceux qui suivent l’étape, le matin de son premier jour.",
        "C’est aujourd’hui\u00a0: {etape}",
        "L’étape **{etape}** du Tour commence aujourd’hui.",
    ),
    "reminder-after": MailWords(
        "Après l’étape, restitution en ligne",
        "À ceux qui suivent l’étape, une fois qu’elle a eu lieu et que sa restitution est en ligne.",
        "{etape}\u00a0: la restitution est en ligne",
        "Ce qui ressort de l’étape **{etape}** du Tour est maintenant en ligne.",
    ),
    "reminder-over": MailWords(
        "Après l’étape, sans restitution",
        "À ceux qui suivent l’étape, une fois qu’elle a eu lieu, si un rappel n’attend pas la restitution.",
        "{etape}\u00a0: après l’étape",
        "L’étape **{etape}** du Tour a eu lieu {date}. Sa restitution n’est pas encore en ligne.",
    ),
    "changed": MailWords(
        "Changement",
        "À ceux qui suivent l’étape, quand sa date, ses horaires ou son lieu ne sont plus ceux qu’on leur a dits.",
        "{etape}\u00a0: ce qui change",
        "Les informations de l’étape **{etape}** du Tour ont changé\u00a0: voici ce qui est nouveau.",
        (*ABOUT_A_STAGE, "explication"),
    ),
    "cancelled": MailWords(
        "Annulation",
        "À ceux qui suivent l’étape, quand elle est annulée.",
        "{etape}\u00a0: l’étape est annulée",
        "L’étape **{etape}** du Tour est annulée\u00a0: elle n’aura pas lieu.",
        (*ABOUT_A_STAGE, "explication"),
    ),
    "postponed": MailWords(
        "Report",
        "À ceux qui suivent l’étape, quand elle est reportée.",
        "{etape}\u00a0: l’étape est reportée",
        "L’étape **{etape}** du Tour est reportée\u00a0: elle n’aura pas lieu au jour annoncé.",
        (*ABOUT_A_STAGE, "explication"),
    ),
    "confirmation": MailWords(
        "Demande de confirmation",
        "À qui vient de demander, sur le site, à suivre le Tour par courriel.",
        "Confirmez votre demande",
        "Quelqu’un, vous sans doute, a demandé à suivre **{suivi}** par courriel, à cette adresse. "
        "Confirmez-le et nous vous écrirons\u00a0; sans cela, nous ne vous écrirons pas.",
        ("suivi",),
    ),
    "access": MailWords(
        "Lien personnel",
        "À qui a demandé, sur le site, à changer ce qu’il suit.",
        "Votre page personnelle",
        "Voici le lien de votre page\u00a0: vous y voyez ce que vous suivez, vous le changez, "
        "vous mettez nos messages en pause ou vous effacez vos données.",
        (),
    ),
    "nudge": MailWords(
        "Relance d’une équipe",
        "À ceux qui tiennent une étape, une fois par semaine au plus, quand une échéance approche ou est passée.",
        "{pages}\u00a0: ce qui manque encore",
        "Voici ce qui manque encore à vos pages sur le site du Tour.",
        ("pages",),
    ),
    "nudge-partner": MailWords(
        "Relance d’un partenaire",
        "À ceux qui tiennent la page d’un partenaire, une fois par semaine au plus, quand elle reste à compléter.",
        "{pages}\u00a0: votre page sur le site du Tour",
        "Voici ce qui manque encore à votre page sur le site du Tour.",
        ("pages",),
    ),
    "digest": MailWords(
        "Bilan hebdomadaire",
        "À l’équipe nationale, chaque lundi.",
        "Le Tour cette semaine\u00a0: {retards}",
        "Voici où en est le Tour, et ce qui a changé en une semaine.",
        ("retards",),
    ),
    "alert": MailWords(
        "Alerte",
        "À l’équipe nationale, quand le site ne fait plus ce qu’il doit.",
        "Envois du Tour\u00a0: {sujet}",
        "{fait}",
        ("sujet", "fait"),
    ),
}


# --- What may be typed ------------------------------------------------------------------------------------------


def faults_of_subject(subject: str, placeholders: tuple[str, ...]) -> list[str]:
    """What is wrong with a subject, in French sentences. An empty one is for the caller to judge."""
    return [*unseen_signs(subject, allowed=""), *wrong_placeholders(subject, placeholders)]


def faults_of_text(text: str, placeholders: tuple[str, ...]) -> list[str]:
    """What is wrong with a text, in French sentences."""
    wrong = [*unseen_signs(text, allowed="\r\n\t"), *wrong_placeholders(text, placeholders)]
    return wrong or wrong_links(text, placeholders)


def unseen_signs(text: str, *, allowed: str) -> list[str]:
    found = sorted({sign for sign in text if unicodedata.category(sign) in UNSEEN and sign not in allowed})
    if not found:
        return []
    named = ", ".join(f"U+{ord(sign):04X}" for sign in found)
    return [f"Il y a là un signe invisible ({named})\u00a0: effacez-le, ou retapez ce passage."]


def wrong_placeholders(text: str, placeholders: tuple[str, ...]) -> list[str]:
    unknown = dict.fromkeys(found[0] for found in PLACEHOLDER.finditer(text) if found[1] not in placeholders)
    wrong = [f"«\u00a0{name}\u00a0» ne peut être remplacé par rien." for name in unknown]
    rest = PLACEHOLDER.sub("", text)
    for sign, other, what in (("{", "}", "n’est pas fermée"), ("}", "{", "n’a pas été ouverte")):
        if sign in rest:
            place = around(PLACEHOLDER.sub(lambda found: found[0].translate(HIDDEN), text), sign).translate(SHOWN)
            wrong.append(
                f"L’accolade «\u00a0{sign}\u00a0» de «\u00a0{place}\u00a0» {what}\u00a0: "
                f"ajoutez «\u00a0{other}\u00a0», ou enlevez-la."
            )
    return [*wrong, possible(placeholders)] if wrong else []


#: Braces that have their other half, out of sight of who looks for those that have not.
HIDDEN = str.maketrans("{}", "\ue000\ue001")
SHOWN = str.maketrans("\ue000\ue001", "{}")


def around(text: str, sign: str) -> str:
    """Some words before and after ``sign``, where it first stands."""
    at = text.index(sign)
    return " ".join(text[max(0, at - 12) : at + 12].split())


def possible(placeholders: tuple[str, ...]) -> str:
    if not placeholders:
        return "Ce courriel n’a rien à remplacer."
    return f"Vous pouvez écrire {', '.join(f'{{{name}}}' for name in placeholders)}."


def wrong_links(text: str, placeholders: tuple[str, ...]) -> list[str]:
    targets = [name for name in placeholders if PLACEHOLDERS[name].is_address]
    also = "".join(f", ou est {{{name}}}" for name in targets)
    return [
        f"Le lien vers «\u00a0{address}\u00a0» n’est pas possible\u00a0: "
        f"une adresse commence par https:// ou http://{also}."
        for address in LINK.findall(text)
        if not may_be_linked(address)
    ]


def may_be_linked(address: str) -> bool:
    placeholder = PLACEHOLDERS.get(address[1:-1]) if PLACEHOLDER.fullmatch(address) else None
    return placeholder.is_address if placeholder else bool(ADDRESS.fullmatch(address))


# --- How it is read ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Paragraph:
    """``html`` is escaped, ``plain`` is what a mail without HTML shows; both may hold placeholders."""

    html: SafeString
    plain: str

    def filled(self, words: dict[str, str]) -> "Paragraph":
        safe = {name: escape(word) for name, word in words.items()}
        return Paragraph(mark_safe(fill(self.html, safe)), fill(self.plain, words))


def fill(text: str, words: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)


@lru_cache(maxsize=256)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """What is typed, as paragraphs. Placeholders are filled in afterwards: no word of theirs is taken for Markdown."""
    markdown = reader()
    found = [token.children for token in markdown.parse(text.strip()) if token.type == "inline"]
    render = markdown.renderer.renderInline
    return tuple(Paragraph(mark_safe(render(part, markdown.options, {})), plain(part)) for part in found)


@cache
def reader() -> MarkdownIt:
    """Bold, italics, links and line ends, nothing else of Markdown."""
    markdown = MarkdownIt("zero", {"html": False, "breaks": True}).enable(["emphasis", "link", "newline"])
    markdown.validateLink = may_be_linked
    markdown.normalizeLink = str  # as it was typed: {page} is filled in later
    return markdown


def plain(tokens: list[Token]) -> str:
    """Bold as it is, a link followed by its address."""
    said, address = "", ""
    for token in tokens:
        match token.type:
            case "link_open":
                address = token.attrGet("href")
            case "link_close":
                said += "" if said.endswith(address) else f"\u00a0: {address}"
            case "softbreak" | "hardbreak":
                said += "\n"
            case _:
                said += token.content
    return said
