"""Those who speak at the stages. Years are those a document states; a function without years has none."""

from home.writing import confirmed, contradictory, to_confirm

PEOPLE = [
    {
        "title": "Xavier de Mazenod",
        "slug": "xavier-de-mazenod",
        "family_name": "Mazenod",
        "summary": "Fondateur de ZeVillage, l’un des organisateurs du Tour.",
        "functions": [
            {"function": "fondateur", "organisation": "ZeVillage", "partner": "zevillage"},
            {"function": "fondateur", "organisation": "Adverbe"},
        ],
        "citations": [
            confirmed("Fondateur de ZeVillage", "Le projet, qu’il a fondé, est né en 2004.", "s27b"),
            confirmed("Société", "Adverbe, dont il est le fondateur.", "s15"),
        ],
    },
    {
        "title": "Nathanaël Mathieu",
        "slug": "nathanael-mathieu",
        "family_name": "Mathieu",
        "summary": "Cofondateur de LBMG Worklabs et de Neo-nomade, l’un des organisateurs du Tour.",
        "functions": [
            {
                "function": "cofondateur",
                "organisation": "LBMG Worklabs",
                "partner": "lbmg-worklabs",
            },
            {"function": "cofondateur", "organisation": "Neo-nomade", "partner": "neo-nomade"},
        ],
        "citations": [confirmed("Cofondateur", "De Neo-nomade et de LBMG Worklabs.", "s28d")],
    },
    {
        "title": "Jean-Paul Pourquier",
        "slug": "jean-paul-pourquier",
        "family_name": "Pourquier",
        "summary": "En 2014, président du conseil général de la Lozère, de Lozère Développement et du SMADE RN 88.",
        "functions": [
            {
                "function": "président",
                "organisation": "Conseil général de la Lozère",
                "partner": "conseil-general-de-la-lozere",
                "from_year": 2014,
                "until_year": 2014,
            },
            {
                "function": "président",
                "organisation": "Lozère Développement",
                "partner": "lozere-developpement",
                "from_year": 2014,
                "until_year": 2014,
            },
            {"function": "président", "organisation": "SMADE RN 88", "from_year": 2014, "until_year": 2014},
        ],
        "citations": [confirmed("Trois présidences en 2014", "Conseil général, agence et syndicat mixte.", "s20")],
    },
    {
        "title": "Marie-Paule Demiguel",
        "slug": "marie-paule-demiguel",
        "family_name": "Demiguel",
        "summary": "Secrétaire générale de la préfecture, en 2014.",
        "functions": [
            {
                "function": "secrétaire générale",
                "organisation": "préfecture",
                "from_year": 2014,
                "until_year": 2014,
            }
        ],
        "citations": [confirmed("Fonction", "Secrétaire générale de la préfecture.", "s1")],
    },
    {
        "title": "Marie-Célie Guillaume",
        "slug": "marie-celie-guillaume",
        "family_name": "Guillaume",
        "summary": "Directrice générale de Defacto à l’étape de La Défense, en 2014.",
        "functions": [
            {
                "function": "directrice générale",
                "organisation": "Defacto",
                "partner": "defacto",
                "from_year": 2014,
                "until_year": 2014,
            }
        ],
        "citations": [confirmed("Fonction", "Directrice générale de Defacto.", "s5")],
    },
    {
        "title": "Bruno Moriset",
        "slug": "bruno-moriset",
        "family_name": "Moriset",
        "summary": "Annoncé à Mende, auteur de travaux sur les télécentres ruraux et les espaces de coworking.",
        "functions": [],
        "citations": [
            *contradictory(
                "Université",
                s2="Lyon 2, CNRS.",
                s32="Université Jean-Moulin Lyon 3, CNRS UMR 5600.",
            )
        ],
    },
    {
        "title": "Laurent Caplat",
        "slug": "laurent-caplat",
        "family_name": "Caplat",
        "summary": "Annoncé à Mende pour Bienmanger.com.",
        "functions": [],
        "citations": [to_confirm("Fonction", "Le quotidien ne donne que l’entreprise : Bienmanger.com.", "s2")],
    },
    {
        "title": "Dominique Valentin",
        "slug": "dominique-valentin",
        "family_name": "Valentin",
        "summary": "Annoncé à Mende comme entrepreneur.",
        "functions": [{"function": "entrepreneur"}],
        "citations": [confirmed("Annonce", "Comme entrepreneur, sans nom d’entreprise.", "s2")],
    },
    {
        "title": "Laurent Raybaud",
        "slug": "laurent-raybaud",
        "family_name": "Raybaud",
        "summary": "Annoncé à Mende pour Almosi.",
        "functions": [],
        "citations": [to_confirm("Fonction", "Le quotidien ne donne que l’entreprise : Almosi.", "s2")],
    },
    {
        "title": "Colin Lalouette",
        "slug": "colin-lalouette",
        "family_name": "Lalouette",
        "summary": "Annoncé à Mende pour Cloud Is Mine.",
        "functions": [],
        "citations": [to_confirm("Fonction", "Le quotidien ne donne que l’entreprise : Cloud Is Mine.", "s2")],
    },
    {
        "title": "Loïc Richer",
        "slug": "loic-richer",
        "family_name": "Richer",
        "summary": "Annoncé à Mende pour La ruche numérique.",
        "functions": [],
        "citations": [to_confirm("Fonction", "Le quotidien ne donne que l’entreprise : La ruche numérique.", "s2")],
    },
    {
        "title": "Vanik Berberian",
        "slug": "vanik-berberian",
        "family_name": "Berberian",
        "summary": "Président de l’Association des maires ruraux de France de 2008 à 2020.",
        "functions": [
            {
                "function": "président",
                "organisation": "Association des maires ruraux de France",
                "partner": "amrf",
                "from_year": 2008,
                "until_year": 2020,
            }
        ],
        "citations": [confirmed("Présidence", "Douze ans, jusqu’au 14 novembre 2020.", "s31b")],
    },
    {
        "title": "John Billard",
        "slug": "john-billard",
        "family_name": "Billard",
        "summary": "Annoncé à Mende pour l’Association des maires ruraux de France : lui ou Vanik Berberian.",
        "functions": [
            {
                "function": "secrétaire général",
                "organisation": "Association des maires ruraux de France",
                "partner": "amrf",
                "from_year": 2020,
                "until_year": 2020,
            }
        ],
        "citations": [
            to_confirm("Fonction en 2014", "Aucun document consulté ne la donne."),
            confirmed("Fonction en 2020", "Secrétaire général de l’association.", "s31c"),
        ],
    },
]
