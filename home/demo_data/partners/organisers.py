"""The organisers of the Tour and those who support all of it."""

from home.writing import confirmed, contradictory, text, to_confirm
from partners.enums import NameKind, PartnerKind

ORGANISERS = [
    {
        "title": "ZeVillage",
        "slug": "zevillage",
        "kind": PartnerKind.MEDIA,
        "legal_form": "média en ligne et réseau, édité par la société Adverbe",
        "website": "https://zevillage.net",
        "summary": "Né en 2004 d’un projet d’accueil de télétravailleurs dans l’Orne, ce site fondé par Xavier de "
        "Mazenod informe sur le télétravail et les nouvelles formes de travail.",
        "body": [
            text(
                "ZeVillage est d’abord, en 2004, un projet pour aider des télétravailleurs à s’installer dans un "
                "canton rural de l’Orne. Son site devient ensuite un média et un réseau consacrés au télétravail, au "
                "coworking et aux nouvelles formes de travail.",
                "Il est édité par Adverbe, la société de Xavier de Mazenod, et compte parmi les organisateurs des "
                "deux éditions du Tour.",
            )
        ],
        "other_names": [{"name": "Zevillage", "kind": NameKind.VARIANT}],
        "themes": ["télétravail", "ruralité", "coworking"],
        "citations": [
            confirmed("Naissance du projet", "En 2004, dans l’Orne.", "s27b"),
            confirmed("Éditeur du site", "La société Adverbe, fondée par Xavier de Mazenod.", "s15"),
            *contradictory(
                "Commune d’origine",
                s27a="Aux alentours d’Essay (Orne).",
                s27c="La famille de Mazenod s’installe à Boitron (Orne).",
            ),
            to_confirm("Siège", "Le siège d’Adverbe n’est donné par aucun document consulté."),
        ],
    },
    {
        "title": "LBMG Worklabs",
        "slug": "lbmg-worklabs",
        "kind": PartnerKind.COMPANY,
        "legal_form": "société de conseil",
        "website": "http://www.lbmg-worklabs.com",
        "summary": "Créée en 2010, cette société aide entreprises et collectivités à organiser le télétravail et à "
        "concevoir des espaces partagés.",
        "body": [
            text(
                "LBMG Worklabs conseille les employeurs sur le travail à distance, et les collectivités, hôtels ou "
                "gares sur les espaces destinés aux travailleurs nomades. Elle est à l’origine de l’annuaire "
                "Neo-nomade.",
                "Nathanaël Mathieu, l’un de ses fondateurs, est une des voix du Tour. La société parle plus tard du "
                "Tour comme du temps de la sensibilisation, avant son programme « Quel bureau demain ? ».",
            )
        ],
        "themes": ["télétravail", "tiers-lieux", "organisation du travail", "nomadisme"],
        "citations": [
            confirmed("Création", "En 2010.", "s28a"),
            *contradictory(
                "Nombre de fondateurs",
                s28a="Nathanaël Mathieu fonde la société « avec deux autres associés ».",
                s28b="Nathanaël Mathieu parle de ses trois associés.",
                s28c="Frantz Gault est « l’un des 3 cofondateurs ».",
            ),
            confirmed("Après le Tour", "Le Tour est évoqué au passé, avant « Quel bureau demain ? ».", "s28e"),
            to_confirm("Siège", "Aucun document consulté ne le donne."),
        ],
    },
    {
        "title": "Openscop",
        "slug": "openscop",
        "kind": PartnerKind.COOPERATIVE,
        "legal_form": "société coopérative (Scop)",
        "city": "Saint-Étienne",
        "department": "42",
        "website": "http://www.openscop.fr",
        "summary": "Coopérative stéphanoise de services et de développement web, installée dans un espace de coworking.",
        "body": [
            text(
                "Openscop conçoit des sites et des services numériques, et accompagne la mise en place du télétravail "
                "et du coworking. En 2012, elle est l’une des composantes du Comptoir numérique de Saint-Étienne.",
                "Elle compte parmi les organisateurs des deux éditions du Tour.",
            )
        ],
        "other_names": [{"name": "OpenScop", "kind": NameKind.VARIANT}],
        "themes": ["coworking", "numérique", "télétravail"],
        "citations": [
            confirmed("Installée dans un espace de coworking", "L’équipe le dit sur sa page consacrée au Tour.", "s9"),
            confirmed("Lien avec le Comptoir numérique", "Openscop en est l’une des composantes en 2012.", "s29b"),
            confirmed("Forme", "Société coopérative et participative du numérique, dans la Loire.", "s29a"),
        ],
    },
    {
        "title": "Neo-nomade",
        "slug": "neo-nomade",
        "kind": PartnerKind.SERVICE,
        "legal_form": "service de LBMG Worklabs",
        "summary": "Carte et annuaire de lieux de travail flexibles. Organisateur de l’édition 2012 seulement.",
        "body": [
            text(
                "Neo-nomade recense sur une carte les lieux où travailler hors de chez soi et hors du bureau : "
                "télécentres, espaces de coworking, centres d’affaires, cafés. Le service est développé par LBMG "
                "Worklabs.",
            )
        ],
        "themes": ["nomadisme", "coworking", "tiers-lieux"],
        "citations": [
            confirmed("Rôle dans le Tour 2012", "Organisateur, avec LBMG Worklabs, OpenScop et ZeVillage.", "s9"),
            to_confirm(
                "Date de lancement de l’application",
                "Présentée à la presse un mardi 13 septembre ; l’article ne donne pas l’année.",
                "s28c",
            ),
        ],
    },
    {
        "title": "Association des maires ruraux de France",
        "slug": "amrf",
        "acronym": "AMRF",
        "kind": PartnerKind.ASSOCIATION,
        "legal_form": "association d’élus (loi 1901)",
        "city": "Lyon",
        "department": "69",
        "website": "http://www.amrf.fr",
        "summary": "Fondée en 1971, elle réunit et représente les élus des communes de moins de 3 500 habitants.",
        "body": [
            text(
                "L’association réunit les élus des petites communes et parle en leur nom. En 2014, elle est présidée "
                "par Vanik Berberian. C’est le seul des « nombreux partenaires » que le communiqué de Mende nomme.",
            )
        ],
        "themes": ["ruralité", "collectivités"],
        "citations": [
            confirmed("Soutien du Tour 2014", "Seul soutien nommé par le communiqué de presse.", "s0"),
            confirmed("Fondation", "En 1971, à Lyon.", "s31a"),
            to_confirm(
                "Adresse en 2014",
                "52 avenue Foch, puis 302 rue Garibaldi, à Lyon : on ne sait laquelle valait.",
                "s31a",
            ),
        ],
    },
]
