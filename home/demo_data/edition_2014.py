"""The second edition, 2014, and its five stages; Mende has a module of its own."""

from datetime import date
from decimal import Decimal

from home.demo_data.mende import MENDE
from home.writing import confirmed, contradictory, text, to_confirm
from partners.enums import PartnerRole
from stages.enums import Attendance, DateKind, PublicationKind, SessionKind
from tour.enums import Standing

EDITION = {
    "title": "Tour 2014",
    "slug": "tour-2014",
    "year": 2014,
    "ordinal": 2,
    "official_name": "Tour de France du Télétravail et des Tiers-Lieux",
    "show_in_menus": True,
    "summary": "La deuxième édition : cinq étapes documentées, de Saint-Étienne à Mende, son unique étape rurale.",
    "body": [
        text(
            "La deuxième édition part de Saint-Étienne, passe par Strasbourg, Bordeaux et Paris La Défense, et arrive à "
            "Mende, en Lozère, le 9 octobre 2014.",
            "Elle veut faire connaître aux entreprises, aux collectivités et au grand public de nouveaux modèles "
            "économiques, de nouvelles formes d’organisation et de nouveaux espaces de travail.",
        )
    ],
    "partner_roles": [
        {"partner": "zevillage", "role": PartnerRole.ORGANISER},
        {"partner": "lbmg-worklabs", "role": PartnerRole.ORGANISER},
        {"partner": "openscop", "role": PartnerRole.ORGANISER},
        {"partner": "amrf", "role": PartnerRole.SUPPORT},
    ],
    "citations": [
        confirmed("Organisateurs et soutien", "ZeVillage, LBMG Worklabs et Openscop ; l’AMRF en soutien.", "s0"),
        *contradictory(
            "Ordre des étapes",
            s1="Saint-Étienne, Strasbourg, Bordeaux, Paris La Défense, puis Mende.",
            s0="« déjà passée par Paris, St Etienne, Strasbourg, Bordeaux… » : une liste, non un ordre annoncé.",
        ),
        *contradictory(
            "Une édition en 2013 ?",
            s11="Une deuxième édition est annoncée pour 2013, avec des étapes plus longues.",
            s2="L’idée du Tour est née en 2013 ; l’opération est renouvelée en 2014.",
            s3="La deuxième édition est celle de 2014.",
        ),
        to_confirm(
            "D’autres étapes", "Le communiqué finit sa liste par « … » : elle n’est peut-être pas complète.", "s0"
        ),
        to_confirm("Autres partenaires", "« De nombreux partenaires » : un seul est nommé.", "s0"),
        to_confirm("Premier et dernier jour", "Les dates des premières étapes ne sont pas documentées."),
    ],
}


def undocumented(position, title, slug, department, latitude, longitude, rank):
    """A stage of which only its place in the Tour is known; its position on the map is that of the town."""
    return {
        "title": title,
        "slug": slug,
        "position": position,
        "city": title,
        "department": department,
        "latitude": Decimal(latitude),
        "longitude": Decimal(longitude),
        "date_kind": DateKind.UNKNOWN,
        "summary": f"{rank} étape du Tour 2014. Sa date, son lieu et son programme restent à confirmer.",
        "themes": ["télétravail", "tiers-lieux"],
        "citations": [
            confirmed("Place dans le Tour", f"{rank} étape de l’édition 2014.", "s1"),
            to_confirm("Date de l’étape", "Aucun document consulté ne la donne."),
            to_confirm("Lieu et programme", "Aucun document consulté ne les donne."),
            to_confirm("Intervenants, partenaires locaux et fréquentation", "Aucun document consulté ne les donne."),
        ],
    }


PARIS = {
    "title": "Paris La Défense",
    "slug": "paris",
    "position": 4,
    "department": "92",
    "latitude": Decimal("48.892"),
    "longitude": Decimal("2.238"),
    "date_kind": DateKind.PERIOD,
    "starts_on": date(2014, 5, 1),
    "ends_on": date(2014, 6, 30),
    "day_count": 2,
    "venue_name": "Parvis de La Défense",
    "venue_note": "Un tiers-lieu éphémère de 250 m², à côté d’un espace de conférences et d’ateliers collaboratifs.",
    "summary": "Deux jours sur le parvis de La Défense, autour d’un tiers-lieu éphémère de 250 m².",
    "body": [
        text(
            "L’étape s’installe deux jours sur le parvis : un tiers-lieu éphémère de 250 m² y voisine avec un espace de "
            "conférences et d’ateliers collaboratifs.",
            "Le premier jour a pour thème « travailler autrement dans un monde numérique ». Le thème du second n’est "
            "pas documenté.",
        )
    ],
    "themes": ["télétravail", "tiers-lieux"],
    "partner_roles": [
        {"partner": "defacto", "role": PartnerRole.HOST},
        {"partner": "conseil-general-des-hauts-de-seine", "role": PartnerRole.PARTNER},
        {"partner": "travailler-autrement", "role": PartnerRole.PARTNER, "standing": Standing.CONTRADICTORY},
    ],
    "programme_items": [
        {
            "title": "Ouverture",
            "kinds": [SessionKind.OPENING],
            "day": 1,
            "is_provisional": False,
            "participations": [
                {
                    "person": "marie-celie-guillaume",
                    "function": "directrice générale",
                    "organisation": "Defacto",
                    "is_announced": False,
                    "attendance": Attendance.PRESENT,
                }
            ],
        }
    ],
    "key_figures": [{"value": 250, "unit": "m²", "label": "de tiers-lieu éphémère sur le parvis", "source": "s5"}],
    "publications": [
        {
            "kind": PublicationKind.REPORT,
            "title": "Le télétravail en débat à La Défense",
            "publisher": "Entretiens Albert-Kahn",
            "source": "s5",
        },
        {
            "kind": PublicationKind.FOLLOW_UP,
            "title": "Atelier « Quels tiers-lieux pour les Hauts-de-Seine ? »",
            "publisher": "Entretiens Albert-Kahn",
            "published_on": date(2014, 9, 19),
            "description": "Animé par Nicole Turbé-Suetens et Nathanaël Mathieu, avec Carine Dartiguepeyrou.",
            "source": "s8",
        },
    ],
    "citations": [
        *contradictory("Date de l’étape", s6="En mai 2014.", s7="En juin 2014."),
        confirmed("Durée", "Deux jours.", "s5"),
        confirmed("Lieu", "Sur le parvis de La Défense.", "s5"),
        confirmed("Rang", "« Deuxième Tour » ; les Hauts-de-Seine sont dits « quinzième étape ».", "s5"),
        confirmed("Premier jour", "« Travailler autrement dans un monde numérique ».", "s5"),
        confirmed("Intervenants", "Nathanaël Mathieu (LBMG Worklabs) et Xavier de Mazenod (ZeVillage).", "s5"),
        *contradictory(
            "Rôle de l’association Travailler autrement",
            s6="Elle organise l’étape.",
            s8="Elle est partenaire de l’expérimentation du département.",
        ),
        to_confirm("Second jour", "Son thème et son programme ne sont pas documentés."),
        to_confirm("Programme complet et fréquentation", "Aucun document consulté ne les donne."),
    ],
}

STAGES = [
    undocumented(1, "Saint-Étienne", "saint-etienne", "42", "45.434", "4.390", "Première"),
    undocumented(2, "Strasbourg", "strasbourg", "67", "48.573", "7.752", "Deuxième"),
    undocumented(3, "Bordeaux", "bordeaux", "33", "44.838", "-0.579", "Troisième"),
    PARIS,
    MENDE,
]
STAGES[0]["citations"].insert(1, confirmed("Première étape", "Saint-Étienne a ouvert l’édition.", "s2"))
