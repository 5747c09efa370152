"""The fourteen organisations. A role belongs to the edition or the stage: it is written there."""

from home.writing import confirmed, contradictory, text, to_confirm
from partners.enums import MembershipRole, NameKind, PartnerKind

#: Networks come first: memberships point to them.
PARTNERS = [
    {
        "title": "SoLozère",
        "slug": "solozere",
        "kind": PartnerKind.NETWORK,
        "department": "48",
        "website": "http://www.solozere.com",
        "summary": "Réseau lancé en 2011 qui relie les télétravailleurs et les lieux de travail partagés de Lozère.",
        "body": [
            text(
                "Lancé en 2011 par la Maison de l’emploi et de la cohésion sociale et par Lozère Développement, "
                "SoLozère veut développer le télétravail en Lozère. Il réunit des télétravailleurs autour de "
                "télécentres et de comptoirs numériques, et recense les uns et les autres sur son site.",
                "La démarche est née des rencontres du télétravail d’Aumont-Aubrac, en octobre 2011, qui ont réuni "
                "plus de cent personnes. Elle prolonge la politique du conseil général en faveur de l’accueil de "
                "nouvelles populations et de l’animation des espaces publics numériques.",
            )
        ],
        "themes": [
            "télétravail",
            "télécentres",
            "comptoirs numériques",
            "ruralité",
            "accueil de nouvelles populations",
        ],
        "key_figures": [
            {
                "precision": "more_than",
                "value": 100,
                "unit": "participants",
                "label": "aux rencontres du télétravail d’Aumont-Aubrac, en octobre 2011",
                "source": "s16",
            }
        ],
        "citations": [
            confirmed("Qui a lancé le réseau", "La MDECS et Lozère Développement, en 2011.", "s0"),
            confirmed("Qui l’anime", "La MDECS et Lozère Développement, ensemble.", "s4"),
            *contradictory(
                "Mise en service des télécentres",
                s4="Sept télécentres ont été mis en service en 2013.",
                s15="Cinq télécentres sont créés, prévus pour le premier trimestre 2013 ; ceux de Mende et de Fournels "
                "existaient déjà.",
            ),
            to_confirm("Statut juridique", "Aucun document ne présente le réseau comme une personne morale."),
            to_confirm("Comptoirs numériques", "Leur liste n’est donnée par aucun document consulté."),
        ],
    },
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
    {
        "title": "Maison de l’emploi et de la cohésion sociale",
        "slug": "mdecs",
        "acronym": "MDECS",
        "kind": PartnerKind.ASSOCIATION,
        "legal_form": "association départementale",
        "city": "Mende",
        "department": "48",
        "summary": "Créée en juillet 2007 par le Département, l’État et les élus locaux, elle rapproche les services "
        "publics des habitants de la Lozère.",
        "body": [
            text(
                "La Maison de l’emploi et de la cohésion sociale de la Lozère oriente les habitants dans leurs "
                "démarches, sur place ou par visioconférence. Elle coordonne neuf points d’accueil : Fournels, "
                "Langogne, Saint-Chély-d’Apcher, Marvejols, Villefort, Florac, Le Massegros, Le Pont-de-Montvert et "
                "Meyrueis.",
                "Vers 2013, elle est dirigée par Frédéric Dumortier. Avec Lozère Développement, elle a lancé SoLozère "
                "et pris part à la Quinzaine des tiers-lieux francophones d’avril 2014.",
            )
        ],
        "other_names": [
            {"name": "Maison de l’Emploi et de la Cohésion Sociale", "kind": NameKind.VARIANT},
            {"name": "MDECS 48", "kind": NameKind.VARIANT},
        ],
        "memberships": [
            {"network": "solozere", "role": MembershipRole.FOUNDER},
            {"network": "solozere", "role": MembershipRole.ANIMATOR},
        ],
        "themes": ["services publics de proximité", "télétravail", "médiation numérique"],
        "key_figures": [{"value": 9, "unit": "points d’accueil", "label": "dans le département", "source": "s17"}],
        "citations": [
            confirmed("Création", "En juillet 2007.", "s17"),
            confirmed("Direction", "Frédéric Dumortier, directeur, vers 2013.", "s18"),
            confirmed(
                "Les neuf points d’accueil",
                "Relais de services publics, devenus maisons de services au public le 1er janvier 2016.",
                "s19",
            ),
            to_confirm("Site web", "Aucun document ne donne de site ; seul le domaine de messagerie est connu."),
        ],
    },
    {
        "title": "Lozère Développement",
        "slug": "lozere-developpement",
        "kind": PartnerKind.AGENCY,
        "legal_form": "agence départementale, association",
        "city": "Mende",
        "department": "48",
        "website": "https://lozere-developpement.com",
        "summary": "Agence qui accompagne les entreprises et les projets de la Lozère ; en 2014, elle est présidée "
        "par Jean-Paul Pourquier.",
        "body": [
            text(
                "En 2014, Lozère Développement est l’agence de développement économique du département. Son pôle "
                "d’économie numérique suit le télétravail : avec la Maison de l’emploi et de la cohésion sociale, "
                "l’agence a lancé SoLozère et pris part à la Quinzaine des tiers-lieux francophones d’avril 2014.",
                "C’est l’équipe de Vincent Gatin, chargé de mission développement numérique, qui a demandé une étape à "
                "la campagne aux organisateurs du Tour.",
            )
        ],
        "memberships": [
            {"network": "solozere", "role": MembershipRole.FOUNDER},
            {"network": "solozere", "role": MembershipRole.ANIMATOR},
        ],
        "themes": ["développement local", "numérique", "télétravail"],
        "citations": [
            confirmed("Présidence en 2014", "Jean-Paul Pourquier, aussi président du conseil général.", "s20"),
            confirmed("Statut", "Association.", "s22"),
            confirmed(
                "Missions ensuite",
                "En 2021, « agence d’attractivité, d’accueil et d’innovation territoriale ».",
                "s23",
            ),
            confirmed(
                "Origine de l’étape de Mende",
                "Son équipe est allée à Saint-Étienne demander une étape à la campagne.",
                "s2",
            ),
        ],
    },
    {
        "title": "POLeN, pôle lozérien d’économie numérique",
        "slug": "polen",
        "acronym": "POLeN",
        "kind": PartnerKind.THIRD_PLACE,
        "city": "Mende",
        "department": "48",
        "website": "https://polen-mende.com",
        "summary": "Ouvert en 2004 à l’initiative du syndicat mixte de la RN 88, il réunit une pépinière d’entreprises, "
        "un centre de ressources et des bureaux partagés.",
        "body": [
            text(
                "POLeN associe une pépinière d’entreprises et un centre de ressources en technologies numériques. Son "
                "télécentre s’est ouvert au coworking ; Lozère Développement contribue à l’animer.",
            )
        ],
        "themes": ["pépinières d’entreprises", "coworking", "numérique", "télécentres"],
        "citations": [
            confirmed("Ouverture", "En 2004, à l’initiative du SMADE RN 88.", "s20"),
            confirmed(
                "Ouverture au coworking", "Le télécentre a « récemment décidé de s’ouvrir au coworking ».", "s15"
            ),
            confirmed("Animation de l’espace de coworking", "Lozère Développement y contribue.", "s22"),
        ],
    },
    {
        "title": "Conseil général de la Lozère",
        "slug": "conseil-general-de-la-lozere",
        "kind": PartnerKind.LOCAL_AUTHORITY,
        "department": "48",
        "website": "https://lozere.fr",
        "summary": "La collectivité départementale aide à créer des télécentres pour accueillir de nouveaux habitants.",
        "body": [
            text(
                "Le conseil général est à l’origine de la politique d’accueil de nouvelles populations et d’animation "
                "des espaces publics numériques dans laquelle s’inscrit SoLozère. Après un appel à candidatures, il a "
                "retenu cinq projets de télécentres ruraux.",
                "Son président en 2014, Jean-Paul Pourquier, préside aussi Lozère Développement et le SMADE RN 88.",
            )
        ],
        "other_names": [{"name": "Conseil départemental de la Lozère", "kind": NameKind.LATER}],
        "themes": ["collectivités", "accueil de nouvelles populations", "télécentres", "ruralité"],
        "key_figures": [
            {
                "value": 50000,
                "unit": "€",
                "label": "pour accompagner la création des cinq nouveaux télécentres",
                "source": "s15",
            }
        ],
        "citations": [
            confirmed("Politique d’accueil", "Initiée par le conseil général.", "s0"),
            confirmed("Aide aux télécentres", "Cinq projets retenus, dotés de 50 000 €.", "s15"),
            confirmed("Soutien à SoLozère", "La démarche a le soutien du Département.", "s16"),
        ],
    },
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
