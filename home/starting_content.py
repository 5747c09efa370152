"""What stands in a new site before anybody has written in it: texts of the first pages, themes."""

from home.writing import callout, heading, text, typeset
from partners.models import PartnerIndexPage, PlaceIndexPage
from stages.models import PersonIndexPage
from tour.enums import ThemeFamily

HOME = typeset(
    {
        "title": "Tour de France du Télétravail et des Tiers-Lieux",
        "slug": "accueil",
        "headline": "Le télétravail et les tiers-lieux, d’étape en étape",
        "summary": "Une tournée nationale, dans les grandes villes et à la campagne, pour les entreprises, les collectivités et "
        "le grand public : télétravail, tiers-lieux et nouvelles façons de travailler.",
        "body": [
            heading("Une étape, un territoire"),
            text(
                "Le Tour va d’un territoire à l’autre, avec des partenaires nationaux et locaux. Il veut faire connaître "
                "aux entreprises, aux collectivités et au grand public les nouvelles formes d’organisation du travail "
                "et les lieux où l’on travaille autrement.",
                "Ce site présente les étapes de chaque édition, leur programme, ceux qui y prennent la parole et ceux "
                "qui les organisent. Ce qui n’est pas établi y est marqué « à confirmer ».",
            ),
        ],
    }
)

INDEXES = typeset(
    [
        {
            "model": PartnerIndexPage,
            "title": "Partenaires",
            "slug": "partenaires",
            "summary": "Qui organise, accueille et soutient le Tour et ses étapes.",
            "show_in_menus": True,
        },
        {
            "model": PlaceIndexPage,
            "title": "Lieux",
            "slug": "lieux",
            "summary": "Les tiers-lieux, télécentres et lieux d’accueil que citent les documents du Tour.",
            "show_in_menus": True,
        },
        {
            "model": PersonIndexPage,
            "title": "Intervenants",
            "slug": "intervenants",
            "summary": "Celles et ceux qui ont pris la parole aux étapes du Tour, ou que leur programme annonce.",
            "show_in_menus": True,
        },
    ]
)

EDITORIAL_PAGES = typeset(
    [
        {
            "title": "Le Tour",
            "slug": "le-tour",
            "summary": "Ce qu’est le Tour de France du Télétravail et des Tiers-Lieux, et comment lire ce site.",
            "show_in_menus": True,
            "body": [
                heading("Ce qu’est le Tour"),
                text(
                    "Le Tour de France du Télétravail et des Tiers-Lieux va d’un territoire à l’autre. Il veut faire "
                    "connaître aux entreprises, aux collectivités et au grand public les nouvelles formes d’organisation "
                    "du travail et les lieux où l’on travaille autrement.",
                    "Une édition réunit les étapes d’une même année. Ses organisateurs nationaux ne sont pas toujours "
                    "ceux de l’édition précédente ; une étape peut aussi avoir ses organisateurs locaux.",
                ),
                heading("Les mots du Tour"),
                text(
                    "<b>Télétravail</b> : le travail fait à distance de l’employeur ou du client, avec les outils "
                    "numériques.",
                    "<b>Tiers-lieu</b> : un espace de travail partagé, entre le bureau et le domicile.",
                    "<b>Télécentre</b> : un lieu équipé pour accueillir des télétravailleurs.",
                    "<b>Coworking</b> : le travail en commun, dans un même espace, de personnes qui n’ont pas le même "
                    "employeur.",
                    "<b>Barcamp</b> : un atelier dont les participants fixent eux-mêmes les sujets.",
                ),
                heading("Comment lire ce site"),
                text(
                    "Chaque information importante renvoie au document qui l’établit. Quand deux documents se "
                    "contredisent, les deux sont donnés. Quand aucun ne répond, le site l’écrit : « à confirmer ».",
                    "Une personne annoncée au programme n’est pas dite présente tant qu’aucun document ne l’atteste.",
                ),
            ],
        },
        {
            "title": "Accessibilité",
            "slug": "accessibilite",
            "summary": "Où en est l’accessibilité de ce site, et ce qui n’a pas encore été vérifié.",
            "body": [
                callout(
                    "État de conformité",
                    "La conformité de ce site au référentiel général d’amélioration de l’accessibilité (RGAA) n’est "
                    "pas établie : aucun audit n’a encore été mené par un tiers.",
                ),
                heading("Ce qui est visé"),
                text(
                    "Le site est conçu pour se lire au clavier, avec un lecteur d’écran, agrandi, sans images et sans "
                    "JavaScript. Les cartes ont un équivalent en texte. Les couleurs ne portent jamais seules une "
                    "information.",
                ),
                heading("Ce qui reste à vérifier"),
                text(
                    "Les essais faits pendant la réalisation sont surtout automatiques : ils ne remplacent pas un "
                    "audit, ni l’avis de personnes handicapées qui utilisent le site.",
                    "Les documents déposés par les organisateurs et les sites vers lesquels mènent les sources ne sont "
                    "pas contrôlés.",
                ),
                heading("Signaler une difficulté"),
                text("Adresse de contact : à confirmer."),
            ],
        },
        {
            "title": "Mentions légales",
            "slug": "mentions-legales",
            "summary": "Qui publie ce site, qui l’héberge, et ce qu’il fait des données personnelles.",
            "body": [
                heading("Éditeur"),
                text("Éditeur du site : à confirmer.", "Responsable de la publication : à confirmer."),
                heading("Hébergement"),
                text("Hébergeur, adresse et téléphone : à confirmer."),
                heading("Données personnelles"),
                text(
                    "Les pages publiques ne déposent aucun traceur et n’appellent aucun service extérieur. Les noms et "
                    "fonctions publiés viennent des documents cités sur chaque page.",
                    "Qui suit le Tour par e-mail donne son adresse, qui ne sert qu’à cela. Elle est effacée trois mois après la "
                    "fin de l’édition suivie (sauf pour qui suit le Tour entier), ou sur demande ; chaque message contient "
                    "un lien pour arrêter, et un autre pour voir, emporter ou effacer ses données. Une demande qui n’est "
                    "pas confirmée est effacée au bout de trente jours. La preuve de l’accord, sans l’adresse, est gardée "
                    "trois ans, de même que la liste de ce qui est parti, sans dire à qui ; si des messages reviennent, "
                    "une empreinte de l’adresse est gardée pour ne plus y écrire. Le formulaire dépose un cookie de sécurité, qui ne suit personne.",
                    "Les coordonnées données dans un communiqué de presse sont celles que le communiqué portait ; elles "
                    "sont retirées sur demande. Adresse à laquelle écrire : à confirmer.",
                ),
                heading("Textes et images"),
                text(
                    "Le texte d’un communiqué de presse appartient à ses auteurs. Les logos et les photos ne "
                    "sont publiés qu’avec l’accord de qui en a les droits. Licence des autres textes : à confirmer.",
                ),
            ],
        },
    ]
)

THEMES = [
    (
        ThemeFamily.PRACTICES,
        [
            "télétravail",
            "coworking",
            "nomadisme",
            "organisation du travail",
            "management à distance",
            "travail collaboratif",
            "qualité de vie",
        ],
    ),
    (
        ThemeFamily.PLACES,
        [
            "tiers-lieux",
            "tiers-lieux éphémères",
            "télécentres",
            "comptoirs numériques",
            "espaces publics numériques",
            "fablabs",
            "pépinières d’entreprises",
        ],
    ),
    (
        ThemeFamily.TERRITORIES,
        [
            "ruralité",
            "métropoles",
            "collectivités",
            "accueil de nouvelles populations",
            "développement local",
            "services publics de proximité",
        ],
    ),
    (
        ThemeFamily.ECONOMY,
        [
            "numérique",
            "nouveaux modèles économiques",
            "économie collaborative",
            "médiation numérique",
            "haut débit",
            "création d’entreprise",
        ],
    ),
]
