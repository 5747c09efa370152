"""The organisations around the other stages."""

from home.writing import confirmed, contradictory, text, to_confirm
from partners.enums import PartnerKind

OTHER_STAGES = [
    {
        "title": "Defacto",
        "slug": "defacto",
        "kind": PartnerKind.PUBLIC_BODY,
        "city": "La Défense",
        "department": "92",
        "summary": "Établissement public qui gérait et animait les espaces publics du quartier d’affaires de La Défense.",
        "body": [
            text(
                "Defacto a accueilli l’étape de La Défense sur le parvis. Sa directrice générale, Marie-Célie "
                "Guillaume, y a prononcé le discours d’ouverture.",
            )
        ],
        "themes": ["métropoles", "tiers-lieux"],
        "citations": [
            confirmed("Accueil de l’étape", "Defacto, qui gère le quartier, a accueilli l’étape.", "s6"),
            confirmed("Mission", "Gestion et animation du quartier d’affaires.", "s5"),
            to_confirm("Site web", "Aucun document consulté ne le donne."),
        ],
    },
    {
        "title": "Conseil général des Hauts-de-Seine",
        "slug": "conseil-general-des-hauts-de-seine",
        "kind": PartnerKind.LOCAL_AUTHORITY,
        "department": "92",
        "summary": "Partenaire de l’étape de La Défense, qu’il relie aux réflexions des Entretiens Albert-Kahn.",
        "body": [
            text(
                "Le conseil général est partenaire de l’étape de La Défense. Ses Entretiens Albert-Kahn, un lieu de "
                "prospective, ont suivi le sujet : un atelier sur les tiers-lieux du département a eu lieu le "
                "19 septembre 2014.",
            )
        ],
        "themes": ["collectivités", "tiers-lieux", "métropoles"],
        "citations": [
            confirmed(
                "Partenaire de l’étape", "L’étape est « organisée en partenariat avec le conseil général ».", "s5"
            ),
            confirmed(
                "Atelier qui a suivi", "Le 19 septembre 2014 : « Quels tiers-lieux pour les Hauts-de-Seine ? ».", "s8"
            ),
        ],
    },
    {
        "title": "Travailler autrement",
        "slug": "travailler-autrement",
        "kind": PartnerKind.ASSOCIATION,
        "legal_form": "association",
        "summary": "Association que deux documents rattachent, diversement, à l’étape de La Défense.",
        "themes": ["organisation du travail"],
        "citations": [
            *contradictory(
                "Rôle à l’étape de La Défense",
                s6="L’étape est organisée par l’association.",
                s8="L’association est partenaire d’une expérimentation du département, qui comprend l’étape.",
            ),
            to_confirm(
                "Lien avec les organisateurs du Tour",
                "Aucun document ne dit ce qui lie l’association à ZeVillage, LBMG Worklabs et Openscop.",
            ),
        ],
    },
    {
        "title": "Au Comptoir numérique",
        "slug": "au-comptoir-numerique",
        "kind": PartnerKind.THIRD_PLACE,
        "city": "Saint-Étienne",
        "department": "42",
        "summary": "Tiers-lieu de Saint-Étienne lancé par Yoann Duriaux : espace public numérique, coworking et fablab.",
        "body": [
            text(
                "Le Comptoir numérique réunissait un espace public numérique, un espace de coworking, un fablab et une "
                "coopérative, Openscop. Son lieu a fermé en 2016.",
                "Aucun document n’en fait le lieu de l’étape de Saint-Étienne.",
            )
        ],
        "themes": ["tiers-lieux", "coworking", "fablabs", "espaces publics numériques"],
        "citations": [confirmed("Fondateur", "Yoann Duriaux.", "s29b")],
    },
]
