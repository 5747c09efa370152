"""What may be typed in the texts of mails, and how they are read."""

import pytest

from stages.mail_texts import PLACEHOLDERS, TEXTS, faults_of_subject, faults_of_text, paragraphs

POSSIBLE = "Vous pouvez écrire {etape}, {page}."


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_delivered_passes_its_own_checks(name):
    said = TEXTS[name]
    assert faults_of_subject(said.subject, said.placeholders) == []
    assert faults_of_text(said.text, said.placeholders) == []
    assert 0 < len(said.subject) <= 150
    assert set(said.placeholders) <= set(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Bonjour {etape}, {page}, [ici]({page}) et [là](https://a.example/x?y=1&z=2).", []),
        ("Un crochet [ ] et (une parenthèse), 3 * 4", []),
        ("{ville}", ["«\u00a0{ville}\u00a0» ne peut être remplacé par rien.", POSSIBLE]),
        ("{Etape}", ["«\u00a0{Etape}\u00a0» ne peut être remplacé par rien.", POSSIBLE]),
        ("{ etape }", ["«\u00a0{ etape }\u00a0» ne peut être remplacé par rien.", POSSIBLE]),
        ("{}", ["«\u00a0{}\u00a0» ne peut être remplacé par rien.", POSSIBLE]),
        (
            "À {etape} le {date",
            [
                "L’accolade «\u00a0{\u00a0» de «\u00a0{etape} le {date\u00a0» n’est pas fermée\u00a0: "
                "ajoutez «\u00a0}\u00a0», ou enlevez-la.",
                POSSIBLE,
            ],
        ),
        (
            "etape}",
            [
                "L’accolade «\u00a0}\u00a0» de «\u00a0etape}\u00a0» n’a pas été ouverte\u00a0: "
                "ajoutez «\u00a0{\u00a0», ou enlevez-la.",
                POSSIBLE,
            ],
        ),
        (
            "[x](javascript:alert(1))",
            [
                "Le lien vers «\u00a0javascript:alert(1\u00a0» n’est pas possible\u00a0: une adresse commence par "
                "https:// ou http://, ou est {page}."
            ],
        ),
        (
            "[x]({etape})",
            [
                "Le lien vers «\u00a0{etape}\u00a0» n’est pas possible\u00a0: une adresse commence par "
                "https:// ou http://, ou est {page}."
            ],
        ),
        (
            "a\x0bb\u2028c",
            ["Il y a là un signe invisible (U+000B, U+2028)\u00a0: effacez-le, ou retapez ce passage."],
        ),
        ("une ligne\r\nune autre\n\nune tabulation\t.", []),
    ],
)
def test_faults_of_a_text(text, faults):
    assert faults_of_text(text, ("etape", "page")) == faults


def test_subject_is_one_line():
    fault = "Il y a là un signe invisible (U+000A)\u00a0: effacez-le, ou retapez ce passage."
    assert faults_of_subject("a\nb", ()) == [fault]
    assert faults_of_subject("{x}", ())[-1] == "Ce courriel n’a rien à remplacer."


@pytest.mark.parametrize(
    ("text", "html", "plain"),
    [
        ("**gras** et *penché*", "<strong>gras</strong> et <em>penché</em>", "gras et penché"),
        ("une\nligne", "une<br>\nligne", "une\nligne"),
        ("<b>x</b> & <script>", "&lt;b&gt;x&lt;/b&gt; &amp; &lt;script&gt;", "<b>x</b> & <script>"),
        (
            "[la page]({page})",
            '<a href="https://t.example/?a=1&amp;b=2">la page</a>',
            "la page\u00a0: https://t.example/?a=1&b=2",
        ),
        ("[x](data:text/html,x)", "[x](data:text/html,x)", "[x](data:text/html,x)"),
        ("# a_b_c\n- d", "# a_b_c<br>\n- d", "# a_b_c\n- d"),
        (
            "{etape}",
            "**<b>** [x](http://a.example)".replace("<", "&lt;").replace(">", "&gt;"),
            "**<b>** [x](http://a.example)",
        ),
        ("{inconnu}", "{inconnu}", "{inconnu}"),
    ],
)
def test_text_is_read_as(text, html, plain):
    words = {"page": "https://t.example/?a=1&b=2", "etape": "**<b>** [x](http://a.example)"}
    (paragraph,) = (one.filled(words) for one in paragraphs(text))
    assert (paragraph.html, paragraph.plain) == (html, plain)


def test_blank_lines_part_paragraphs():
    assert [one.plain for one in paragraphs("\n\nUn\n\n \n\nDeux\n")] == ["Un", "Deux"]
    assert paragraphs(" \n ") == ()
