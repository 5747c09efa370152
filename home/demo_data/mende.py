"""The rural stage of Mende, 9 October 2014: programme by the press release, speakers as announced and as they came."""

from datetime import date, time
from decimal import Decimal

from home.writing import confirmed, text, to_confirm
from partners.enums import PartnerRole
from stages.enums import Attendance, DateKind, PublicationKind, SessionKind, StageKind


def announced(person, **more):
    return {"person": person, "is_announced": True, **more}


PROGRAMME = [
    {"title": "Accueil, café", "kinds": [SessionKind.WELCOME], "start_time": time(8, 30)},
    {
        "title": "Ouverture de la journée",
        "kinds": [SessionKind.OPENING],
        "start_time": time(9, 0),
        "participations": [
            {"function": "le président du conseil général de la Lozère", "attendance": Attendance.PRESENT},
            {"function": "le préfet"},
            {
                "person": "jean-paul-pourquier",
                "function": "président du conseil général de la Lozère",
                "is_announced": False,
                "attendance": Attendance.PRESENT,
            },
            {
                "person": "marie-paule-demiguel",
                "function": "secrétaire générale de la préfecture",
                "is_announced": False,
                "attendance": Attendance.PRESENT,
            },
        ],
    },
    {
        "title": "État des lieux du télétravail en France, enjeux des nouvelles formes de travail pour les territoires ruraux",
        "kinds": [SessionKind.TALK],
        "start_time": time(9, 15),
        "participations": [
            announced(
                "xavier-de-mazenod",
                function="organisateur du Tour de France du télétravail",
                attendance=Attendance.PRESENT,
            ),
            announced("nathanael-mathieu", function="organisateur du Tour de France du télétravail"),
        ],
    },
    {
        "title": "Table ronde #1 : Comment le numérique favorise de nouveaux modèles économiques adaptés au milieu "
        "rural ? Comment créer et développer un écosystème favorable ?",
        "kinds": [SessionKind.ROUND_TABLE],
        "start_time": time(9, 30),
        "participations": [
            announced("bruno-moriset"),
            announced("laurent-caplat", organisation="Bienmanger.com"),
            announced("dominique-valentin", function="entrepreneur"),
            announced("laurent-raybaud", organisation="Almosi"),
            announced("colin-lalouette", organisation="Cloud Is Mine"),
            announced("loic-richer", organisation="La ruche numérique"),
            announced("vanik-berberian", organisation="AMRF"),
            announced("john-billard", organisation="AMRF", is_alternate=True),
        ],
    },
    {
        "title": "Pause - visite du tiers lieu éphémère",
        "kinds": [SessionKind.BREAK, SessionKind.VISIT],
        "start_time": time(10, 45),
    },
    {
        "title": "Table ronde #2 : Comment accompagne-t-on les nouvelles formes d’organisation du travail ?",
        "kinds": [SessionKind.ROUND_TABLE],
        "start_time": time(11, 0),
    },
    {
        "title": "Buffet collaboratif - Visite du tiers lieu éphémère",
        "kinds": [SessionKind.MEAL, SessionKind.VISIT],
        "start_time": time(12, 15),
    },
    {"title": "Barcamps – Ateliers participatifs", "kinds": [SessionKind.WORKSHOP], "start_time": time(14, 0)},
    {
        "title": "Restitution des ateliers et apéritif convivial",
        "kinds": [SessionKind.RESTITUTION, SessionKind.DRINKS],
        "start_time": time(17, 0),
    },
    {"title": "Présence du Tiers-lieu éphémère", "kinds": [SessionKind.POP_UP], "is_all_day": True},
    {"title": "Média participatif", "kinds": [SessionKind.MEDIA], "is_all_day": True},
    {
        "title": "Projection de films « inspirants » sur les nouveaux modèles économiques et les nouvelles pratiques "
        "professionnelles",
        "kinds": [SessionKind.SCREENING],
        "is_all_day": True,
    },
]

PRESS_RELEASE = {
    "title": "« Tour de France du Télétravail » Étape rurale Mende, le 09 octobre 2014",
    "slug": "communique",
    "is_issued": True,
    "summary": "Le communiqué qui annonce l’unique étape rurale de l’édition 2014, et son programme.",
    "body": [
        text(
            "Lancé en 2011 par la MDECS et Lozère Développement, SoLozère a pour objectif de développer le télétravail en "
            "Lozère. Cette démarche vise à fédérer une communauté de télétravailleurs autour d’un réseau de télécentres "
            "et de comptoirs numériques. SoLozère s’inscrit aussi dans la politique d’accueil de nouvelles populations "
            "et d’animation des espaces publics numériques, initiée par le Conseil général.",
            "Le <b>09 octobre 2014</b>, la Lozère s’inscrit comme l’unique étape rurale du « Tour de France du "
            "télétravail », événement de portée nationale, qui permettra de promouvoir les nouvelles pratiques "
            "professionnelles et de présenter l’écosystème lozérien, terre propice au développement du numérique et des "
            "secteurs économiques associés.",
            "Cette nouvelle édition du « Tour de France du Télétravail et des Tiers-Lieux » vise à sensibiliser le plus "
            "largement possible les entreprises, les collectivités et le grand public aux nouveaux modèles économiques, "
            "aux nouvelles formes d’organisation des entreprises et aux nouveaux espaces de travail émergeant en milieu "
            "rural.",
            "Cet événement est organisé par ZeVillage, LBMG Worklabs et Openscop, avec le soutien de nombreux "
            "partenaires, notamment l’Association des Maires Ruraux de France. L’édition 2014 du Tour est déjà passée "
            "par Paris, St Etienne, Strasbourg, Bordeaux... L’étape lozérienne sera l’occasion d’aborder la question des "
            "nouveaux usages numériques comme levier de développement des territoires ruraux.",
        ),
        ("heading", "Programme* :"),
        text(
            "8h30 : Accueil, café",
            "9h00 : Ouverture de la journée par le Président du Conseil général de la Lozère et du Préfet",
            "9h15 : <i>État des lieux du télétravail en France, enjeux des nouvelles formes de travail pour les "
            "territoires ruraux</i> par Xavier de Mazenod et Nathanaël Mathieu, organisateurs du Tour de France du "
            "télétravail.",
            "9h30 : <b>Table ronde #1</b> : <i>Comment le numérique favorise de nouveaux modèles économiques adaptés au "
            "milieu rural ? Comment créer et développer un écosystème favorable ?</i>",
            "10h45 : <b>Pause - visite du tiers lieu éphémère</b>",
            "11h : <b>Table ronde #2</b> : <i>Comment accompagne-t-on les nouvelles formes d’organisation du travail ?"
            "</i>",
            "12h15 - <b>Buffet collaboratif - Visite du tiers lieu éphémère</b>",
            "14h – <b>Barcamps – Ateliers participatifs</b>",
            "17h - <b>Restitution des ateliers et apéritif convivial</b>",
            "Tout au long de la journée : Présence du Tiers-lieu éphémère, média participatif, projection de films "
            "« inspirants » sur les nouveaux modèles économiques et les nouvelles pratiques professionnelles.",
        ),
    ],
    "footnote": "<p>*Retrouvez le programme en co-construction et la liste des intervenants sur la page de l’évènement.</p>",
    "contacts": [
        {
            "name": "Vincent Gatin",
            "organisation": "Lozère Développement",
            "unit": "Pôle d’économie numérique",
            "address": "12 rue Albert Einstein, 48000 Mende",
            "phone": "04 66 45 33 00",
            "email": "v.gatin@lozere-developpement.com",
            "is_public": True,
        },
        {
            "name": "Adeline Vitrolles",
            "organisation": "Maison de l’Emploi et de la Cohésion Sociale",
            "address": "5 place Urbain V, 48000 Mende",
            "phone": "04 66 65 60 73",
            "email": "avitrolles@mdecs48.fr",
            "is_public": True,
        },
    ],
    "citations": [
        to_confirm("Date de diffusion", "Le communiqué n’en porte pas.", "s0"),
        confirmed("Première reprise connue", "Midi Libre l’évoque le 25 septembre 2014.", "s2"),
        to_confirm("Signataire", "Le communiqué donne deux contacts, sans dire qui le signe.", "s0"),
        to_confirm("Page de l’événement", "L’adresse du lien vers le programme est perdue.", "s0"),
    ],
}

MENDE = {
    "title": "Mende",
    "slug": "mende",
    "position": 5,
    "kind": StageKind.RURAL,
    "date_kind": DateKind.EXACT,
    "starts_on": date(2014, 10, 9),
    "opening_time": time(8, 30),
    "city": "Mende",
    "department": "48",
    "latitude": Decimal("44.518"),
    "longitude": Decimal("3.501"),
    "venue": "polen",
    "summary": "L’unique étape rurale de l’édition 2014 : une journée en Lozère sur les nouveaux usages numériques comme "
    "levier de développement des territoires ruraux.",
    "body": [
        text(
            "Le 9 octobre 2014, la Lozère accueille la seule étape rurale du Tour. Au programme : deux tables rondes, "
            "des ateliers participatifs et un tiers-lieu éphémère, sur les usages numériques en milieu rural.",
            "L’équipe de Vincent Gatin, à Lozère Développement, s’était rendue à l’étape de Saint-Étienne. Elle y a fait "
            "valoir que le Tour ne visitait que de grandes villes, et a obtenu une étape à la campagne. ZeVillage a "
            "retenu la Lozère comme emblématique d’une collectivité rurale dotée d’une stratégie numérique.",
        )
    ],
    "results": [
        text(
            "L’étape a reçu 110 visiteurs. À la première table ronde, les chefs d’entreprise ont écarté la question des "
            "infrastructures : une ligne ADSL ordinaire leur suffit pour travailler."
        )
    ],
    "themes": ["télétravail", "tiers-lieux", "ruralité", "numérique"],
    "programme_items": PROGRAMME,
    "partner_roles": [
        {"partner": "zevillage", "role": PartnerRole.ORGANISER},
        {"partner": "lbmg-worklabs", "role": PartnerRole.ORGANISER},
        {"partner": "openscop", "role": PartnerRole.ORGANISER},
        {"partner": "mdecs", "role": PartnerRole.LOCAL_ORGANISER},
        {"partner": "lozere-developpement", "role": PartnerRole.LOCAL_ORGANISER},
        {"partner": "polen", "role": PartnerRole.HOST},
        {"partner": "amrf", "role": PartnerRole.SUPPORT},
        {"partner": "conseil-general-de-la-lozere", "role": PartnerRole.OPENING},
    ],
    "key_figures": [
        {"value": 110, "unit": "visiteurs", "label": "à l’étape de Mende", "source": "s1", "is_result": True}
    ],
    "publications": [
        {
            "kind": PublicationKind.ARTICLE,
            "title": "Escale rurale pour le Tour de France du télétravail",
            "publisher": "Midi Libre, Élodie Calas",
            "published_on": date(2014, 9, 25),
            "source": "s2",
        },
        {
            "kind": PublicationKind.INTERVIEW,
            "title": "Entretien avec Xavier de Mazenod avant l’étape",
            "publisher": "blog de POLeN",
            "date_note": "2014, jour à confirmer",
            "source": "s3",
        },
        {
            "kind": PublicationKind.REPORT,
            "title": "Compte rendu de l’étape de Mende",
            "publisher": "blog de POLeN",
            "published_on": date(2014, 10, 24),
            "source": "s1",
        },
    ],
    "citations": [
        confirmed("Date de l’étape", "Le 9 octobre 2014.", "s0"),
        confirmed("Lieu", "POLeN a accueilli la journée.", "s1"),
        confirmed("Organisateurs locaux", "La MDECS et Lozère Développement, ensemble.", "s1"),
        confirmed("Étape rurale", "L’unique étape rurale du Tour 2014.", "s0"),
        confirmed(
            "Origine de l’étape", "Demandée à Saint-Étienne : le Tour n’allait que dans de grandes villes.", "s2"
        ),
        confirmed("Choix de la Lozère", "Emblématique d’une collectivité rurale qui a une stratégie numérique.", "s3"),
        confirmed("Ouverture annoncée", "Le président du conseil général de la Lozère et le préfet.", "s0"),
        confirmed(
            "Ouverture faite",
            "Marie-Paule Demiguel, secrétaire générale de la préfecture, et Jean-Paul Pourquier, président du conseil "
            "général.",
            "s1",
            is_result=True,
        ),
        confirmed("Introduction de la journée", "Par Xavier de Mazenod.", "s1", is_result=True),
        confirmed(
            "Fréquentation et première table ronde",
            "110 visiteurs ; une ligne ADSL suffit aux entreprises.",
            "s1",
            is_result=True,
        ),
        confirmed("Nom du Tour", "« Tour de France du Télétravail et des Tiers-Lieux ».", "s0"),
        confirmed("Nom du Tour", "« Tour de France du télétravail et du coworking ».", "s1"),
        confirmed(
            "Table ronde #1, intervenants annoncés",
            "Sept intervenants, dont « Vanick Berberian ou John Billard ».",
            "s2",
        ),
        to_confirm("Nom du préfet", "Aucun document consulté ne le donne."),
        to_confirm("Table ronde #1, intervenants présents", "Aucun document consulté ne dit qui a siégé."),
        to_confirm("Table ronde #2", "Ses intervenants ne sont pas documentés."),
        to_confirm("Barcamps", "Leur nombre, leurs thèmes et leurs résultats ne sont pas documentés."),
        to_confirm("Films et média participatif", "Les titres des films et l’équipe du média ne sont pas documentés."),
        to_confirm("Heure de fin, inscription et tarif", "Aucun document consulté ne les donne."),
    ],
    "press_releases": [PRESS_RELEASE],
}
