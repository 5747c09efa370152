"""Places: the télécentres of Lozère as they stood in 2014, and the Comptoir numérique.

Latitudes and longitudes are those of the town, not of the building: no street address is documented.
"""

from decimal import Decimal

from home.writing import confirmed, contradictory, text, to_confirm
from partners.enums import PlaceKind

CHOSEN = "retenu par le conseil général, ouverture prévue au premier trimestre 2013"
#: Two télécentres were there before the five new ones, by one source; all seven opened in 2013, by another.
OPENED_WHEN = contradictory(
    "Mise en service",
    s15="Ce télécentre existait avant les cinq nouveaux, prévus pour le premier trimestre 2013.",
    s4="Les sept télécentres ont été mis en service en 2013.",
)


def new_telecentre(city, slug, carrier, latitude, longitude):
    """One of the five that the conseil général chose."""
    return {
        "title": f"Télécentre de {city}",
        "slug": slug,
        "kind": PlaceKind.TELECENTRE,
        "city": city,
        "department": "48",
        "latitude": Decimal(latitude),
        "longitude": Decimal(longitude),
        "carrier": carrier,
        "opening_note": CHOSEN,
        "summary": f"L’un des cinq projets de télécentres retenus par le conseil général de la Lozère, à {city}.",
        "themes": ["télécentres", "télétravail", "ruralité"],
        "citations": [
            confirmed("Porteur", f"{carrier}.", "s15"),
            confirmed("Ouverture", "Prévue au premier trimestre 2013.", "s15"),
            confirmed("Mise en service", "Sept télécentres de Lozère ont été mis en service en 2013.", "s4"),
            to_confirm("Adresse, horaires et tarifs", "Aucun document consulté ne les donne."),
        ],
    }


PLACES = [
    {
        "title": "POLeN",
        "slug": "polen",
        "kind": PlaceKind.TELECENTRE,
        "partner": "polen",
        "carrier": "SMADE RN 88 (syndicat mixte de la RN 88)",
        "city": "Mende",
        "department": "48",
        "latitude": Decimal("44.518"),
        "longitude": Decimal("3.501"),
        "opened_year": 2004,
        "website": "https://polen-mende.com",
        "summary": "Le pôle lozérien d’économie numérique : télécentre ouvert au coworking, pépinière d’entreprises et "
        "centre de ressources.",
        "body": [
            text(
                "Ouvert en 2004 à l’initiative du syndicat mixte de la RN 88, POLeN réunit une pépinière d’entreprises "
                "et un centre de ressources numériques. Son télécentre, l’un des deux qui existaient avant les cinq "
                "créations soutenues par le conseil général, s’est ouvert au coworking. Lozère Développement contribue "
                "à l’animer.",
            )
        ],
        "themes": ["télécentres", "coworking", "pépinières d’entreprises", "numérique"],
        "citations": [
            confirmed("Ouverture", "En 2004, à l’initiative du SMADE RN 88.", "s20"),
            *OPENED_WHEN,
            to_confirm("Adresse", "Aucun document consulté ne donne celle de POLeN."),
        ],
    },
    {
        "title": "Télécentre de Fournels",
        "slug": "fournels",
        "kind": PlaceKind.TELECENTRE,
        "city": "Fournels",
        "department": "48",
        "latitude": Decimal("44.815"),
        "longitude": Decimal("3.122"),
        "opening_note": "télécentre antérieur aux cinq créations prévues pour 2013",
        "summary": "L’un des deux télécentres de Lozère qui existaient avant les cinq nouveaux.",
        "themes": ["télécentres", "télétravail", "ruralité"],
        "citations": [
            *OPENED_WHEN,
            to_confirm("Porteur", "Aucun document consulté ne dit qui porte ce télécentre."),
            to_confirm("Adresse, horaires et tarifs", "Aucun document consulté ne les donne."),
        ],
    },
    new_telecentre("Langogne", "langogne", "Communauté de communes du Haut Allier", "44.727", "3.855"),
    new_telecentre("Villefort", "villefort", "Communauté de communes de Villefort", "44.440", "3.932"),
    new_telecentre("Meyrueis", "meyrueis", "Communauté de communes de la Vallée de la Jonte", "44.179", "3.430"),
    new_telecentre(
        "Saint-Chély-d’Apcher", "saint-chely-d-apcher", "Commune de Saint-Chély-d’Apcher", "44.802", "3.275"
    ),
    new_telecentre("Marvejols", "marvejols", "Commune de Marvejols", "44.554", "3.291"),
    {
        "title": "Au Comptoir numérique",
        "slug": "au-comptoir-numerique",
        "kind": PlaceKind.THIRD_PLACE,
        "partner": "au-comptoir-numerique",
        "city": "Saint-Étienne",
        "department": "42",
        "latitude": Decimal("45.434"),
        "longitude": Decimal("4.390"),
        "closed_year": 2016,
        "summary": "Tiers-lieu de Saint-Étienne : espace public numérique, coworking et fablab sur deux étages.",
        "body": [
            text(
                "Lancé par Yoann Duriaux, ce tiers-lieu mêlait l’accès de tous à l’informatique, des bureaux partagés "
                "et un fablab. La coopérative Openscop en faisait partie.",
            )
        ],
        "themes": ["tiers-lieux", "coworking", "fablabs", "espaces publics numériques"],
        "key_figures": [{"value": 200, "unit": "m²", "label": "la surface du tiers-lieu en 2012", "source": "s29b"}],
        "citations": [
            *contradictory(
                "Début du projet",
                s29b="Monté « par touches successives à partir de 2006 ».",
                s30b="« Un projet initié en 2010. »",
            ),
            confirmed("Fermeture", "L’espace est fermé depuis 2016.", "s30a"),
        ],
    },
]
