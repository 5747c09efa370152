"""The organisations of Lozère, around the stage of Mende."""

from home.writing import confirmed, contradictory, text, to_confirm
from partners.enums import MembershipRole, NameKind, PartnerKind

#: The network comes first: memberships point to it.
LOZERE = [
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
]
