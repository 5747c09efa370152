"""The first edition, 2012, as an archive: its cities, in no documented order but for Paris, where it started."""

from datetime import date
from decimal import Decimal

from home.writing import confirmed, contradictory, text, to_confirm
from partners.enums import PartnerRole
from stages.enums import DateKind, PublicationKind

ORGANISERS = ["zevillage", "lbmg-worklabs", "openscop", "neo-nomade"]

EDITION = {
    "title": "Tour 2012",
    "slug": "tour-2012",
    "year": 2012,
    "ordinal": 1,
    "official_name": "Tour de France du télétravail",
    "ends_on": date(2012, 12, 18),
    "website": "http://www.tourdefranceduteletravail.fr",
    "summary": "La première édition : onze villes citées par les documents d’alors, des livres blancs et une journée de "
    "restitution à Paris.",
    "body": [
        text(
            "La première édition a lieu à l’automne 2012, organisée par LBMG Worklabs, Neo-nomade, Openscop et "
            "ZeVillage. Elle va de ville en ville à la rencontre des entreprises, avec plus de cinquante partenaires "
            "publics et privés.",
            "Un livre blanc national et des livres blancs régionaux en rendent compte. Une journée de restitution s’est "
            "tenue au Comptoir Général, à Paris, un 21 mars dont l’année reste à confirmer.",
        )
    ],
    "partner_roles": [{"partner": slug, "role": PartnerRole.ORGANISER} for slug in ORGANISERS],
    "key_figures": [
        {"precision": "more_than", "value": 50, "unit": "partenaires", "label": "publics et privés", "source": "s9"},
        {"value": 250, "unit": "entreprises", "label": "rencontrées", "source": "s9"},
        {
            "precision": "more_than",
            "value": 360,
            "unit": "personnes",
            "label": "à la journée de restitution, au Comptoir Général",
            "source": "s14",
        },
    ],
    "publications": [
        {"kind": PublicationKind.WHITE_PAPER, "title": "Livre blanc national du Tour 2012", "source": "s11"},
        {"kind": PublicationKind.WHITE_PAPER, "title": "Livre blanc régional de Strasbourg", "source": "s12"},
        {
            "kind": PublicationKind.FOLLOW_UP,
            "title": "Journée de restitution au Comptoir Général, à Paris",
            "publisher": "ZeVillage",
            "date_note": "un 21 mars, année à confirmer",
            "description": "Le matin sur les tiers-lieux, l’après-midi sur le télétravail. Avec Xavier de Mazenod, Nathanaël "
            "Mathieu, Baptiste Broughton (Neo-nomade), Michael Schwartz (La Cordée), Gregory Ortiz (Multiburo) et "
            "Jean-Baptiste Roger (La Fonderie).",
            "source": "s14",
        },
    ],
    "citations": [
        *contradictory(
            "Premier jour",
            s10="Le Tour part de Paris le 30 octobre 2012.",
            s9="Du 30 octobre au 18 décembre 2012 ; ailleurs sur la page, du 25 octobre.",
        ),
        confirmed("Dernier jour", "Le 18 décembre 2012.", "s9"),
        *contradictory(
            "Nombre d’étapes",
            s10="Onze villes.",
            s12="Onze villes, dont les noms sont imprimés.",
            s11="Dix étapes.",
        ),
        confirmed("Organisateurs", "LBMG Worklabs, Neo-nomade, OpenScop et ZeVillage.", "s9"),
        to_confirm("Journée de restitution", "Un 21 mars ; l’année n’est pas donnée.", "s14"),
        to_confirm("Ordre des étapes", "Aucun document consulté ne le donne en entier."),
    ],
}


def city(title, slug, department, latitude, longitude, *, known=(), **more):
    """A city printed on the regional white paper, and what else is ``known`` of its stage; its position is that of the
    town.
    """
    return {
        "title": title,
        "slug": slug,
        "city": title,
        "department": department,
        "latitude": Decimal(latitude),
        "longitude": Decimal(longitude),
        "citations": [
            confirmed("Ville de l’édition 2012", "Citée sur le livre blanc régional de Strasbourg.", "s12"),
            *known,
            to_confirm("Date et programme", "Aucun document consulté ne les donne."),
        ],
        **more,
    }


STAGES = [
    city(
        "Paris",
        "paris",
        "75",
        "48.857",
        "2.352",
        position=1,
        summary="Le départ de la première édition.",
        known=[
            confirmed("Départ du Tour", "À Paris.", "s10"),
            *contradictory("Jour du départ", s10="Le 30 octobre 2012.", s9="Le 30 octobre ; ailleurs, le 25 octobre."),
        ],
    ),
    city(
        "Strasbourg",
        "strasbourg",
        "67",
        "48.648",
        "7.753",
        city="Reichstett",
        venue_name="Bureau Mobile, espace de coworking",
        summary="À Reichstett, près de Strasbourg, d’après une page qui ne porte pas d’année.",
        key_figures=[
            {
                "precision": "about",
                "value": 70,
                "unit": "personnes",
                "label": "d’après une page sans année",
                "source": "s13",
            }
        ],
        known=[
            to_confirm(
                "Lieu",
                "À Reichstett, dans l’espace de coworking Bureau Mobile, d’après une page qui ne porte pas d’année.",
                "s13",
            ),
            to_confirm("Jour", "Début novembre, d’après la même page.", "s13"),
        ],
    ),
    city("Lyon", "lyon", "69", "45.758", "4.835"),
    city("Saint-Étienne", "saint-etienne", "42", "45.434", "4.390"),
    city("Marseille", "marseille", "13", "43.296", "5.370"),
    city("Toulouse", "toulouse", "31", "43.604", "1.444"),
    city("Rennes", "rennes", "35", "48.117", "-1.678"),
    city("Alençon", "alencon", "61", "48.432", "0.091"),
    city("Angers", "angers", "49", "47.471", "-0.552"),
    city("Compiègne", "compiegne", "60", "49.418", "2.826"),
    city("Marne-la-Vallée", "marne-la-vallee", "", "48.841", "2.650", city=""),
]
for _stage in STAGES:
    _stage.setdefault("date_kind", DateKind.UNKNOWN)
