"""The documents the published statements rest on. Those without a date bear none."""

from datetime import date

SOURCES = [
    {
        "code": "s0",
        "title": "Communiqué de presse de l’étape rurale de Mende",
    },
    {
        "code": "s1",
        "title": "Compte rendu de l’étape de Mende",
        "publisher": "blog de POLeN",
        "published_on": date(2014, 10, 24),
        "url": "http://polen-mende.com/2014/10/24/etape-rurale-du-tour-france-du-teletravail-axee-numerique/",
    },
    {
        "code": "s2",
        "title": "Escale rurale pour le Tour de France du télétravail",
        "publisher": "Midi Libre",
        "published_on": date(2014, 9, 25),
        "url": "http://www.midilibre.fr/2014/09/25/escale-rurale-pour-le-tour-de-france-du-teletravail,1056202.php",
        "copy_url": "https://synergee.com/mende-escale-rurale-pour-le-tour-de-france-du-teletravail/evenement/",
    },
    {
        "code": "s3",
        "title": "Entretien avec Xavier de Mazenod avant l’étape de Mende",
        "publisher": "blog de POLeN",
        "url": "https://polen-mende.com/?p=991",
    },
    {
        "code": "s4",
        "title": "La Quinzaine des tiers-lieux d’avril 2014 et le réseau SoLozère",
        "publisher": "blog de POLeN",
        "url": "https://polen-mende.com/?p=41",
    },
    {
        "code": "s5",
        "title": "Le télétravail en débat à La Défense",
        "publisher": "Entretiens Albert-Kahn",
        "url": "http://eak.hauts-de-seine.fr/12-actualite/39-le-télétravail-en-débat-à-la-défense",
    },
    {
        "code": "s6",
        "title": "Cahier 12, page 29",
        "publisher": "Entretiens Albert-Kahn",
        "url": "https://eak.hauts-de-seine.fr/cahiers/cahier12/files/assets/basic-html/page29.html",
    },
    {
        # Written in 2016; the day is not known.
        "code": "s7",
        "title": "Cahier 24, pages 26 et 27 (2016)",
        "publisher": "Entretiens Albert-Kahn",
        "url": "https://eak.hauts-de-seine.fr/cahiers/cahier24/files/assets/basic-html/page-26-27.html",
    },
    {
        "code": "s8",
        "title": "Quels tiers-lieux pour les Hauts-de-Seine ?",
        "publisher": "Entretiens Albert-Kahn",
        "url": "https://eak.hauts-de-seine.fr/innovation-expérimentale/quels-tiers-lieux-pour-les-hauts-de-seine",
    },
    {
        "code": "s9",
        "title": "Tour de France du télétravail",
        "publisher": "Openscop",
        "url": "https://openscop.news/tour-de-france-du-teletravail",
    },
    {
        "code": "s10",
        "title": "Le tour de France du télétravail débute le 30 octobre à Paris",
        "publisher": "Cadremploi",
        "url": "http://www.cadremploi.fr/editorial/actualites/actu-emploi/detail/article/"
        "le-teletravail-se-fait-une-grande-boucle.html",
    },
    {
        "code": "s11",
        "title": "Livre blanc national sur le télétravail et les nouveaux espaces de travail, Tour 2012",
        "publisher": "les organisateurs du Tour 2012",
        "url": "https://de.scribd.com/document/132785122/LivreBlanc-TourTT2012",
        "copy_url": "https://p.pdfhall.com/"
        "le-livre-blanc-du-tour-2012-tour-de-france-du-teletravail_59f7cad31723dd5107aee505.html",
    },
    {
        "code": "s12",
        "title": "Livre blanc régional de l’étape de Strasbourg, Tour 2012",
        "publisher": "les organisateurs du Tour 2012",
        "url": "https://docslide.fr/business/livre-blanc-strasbourg-tour-de-france-du-teletravail.html",
    },
    {
        "code": "s13",
        "title": "Le télétravail à l’honneur à Strasbourg",
        "publisher": "entreprise-strasbourg.com",
        "url": "https://entreprise-strasbourg.com/le-teletravail-a-lhonneur-a-strasbourg",
    },
    {
        "code": "s14",
        "title": "Beaucoup de monde pour l’étape de restitution du Tour de France du télétravail",
        "publisher": "ZeVillage",
        "url": "https://zevillage.net/management-rh/"
        "beaucoup-de-monde-pour-letape-de-restitution-du-tour-de-france-du-teletravail/",
    },
    {
        "code": "s15",
        "title": "Le conseil général de Lozère crée 5 nouveaux télécentres ruraux",
        "publisher": "ZeVillage",
        "url": "https://zevillage.net/campagnes/le-conseil-general-de-lozere-cree-5-nouveaux-telecentres-ruraux/",
    },
    {
        "code": "s16",
        "title": "Le télétravail en Lozère",
        "publisher": "Département de la Lozère",
        "url": "https://lozere.fr/node/16781",
    },
    {
        "code": "s17",
        "title": "Maison de l’emploi et de la cohésion sociale",
        "publisher": "Département de la Lozère",
        "url": "https://lozere.fr/maison-de-lemploi-et-de-la-cohesion-sociale.html",
    },
    {
        "code": "s18",
        "title": "Maison de l’emploi et de la cohésion sociale 48 : un lien entre usagers et service public",
        "publisher": "magazine départemental",
        "copy_url": "https://doczz.fr/doc/4161168/maison-de-l-emploi-et-de-la-coh%C3%A9sion-sociale-48",
    },
    {
        # The day is that of the page's last change.
        "code": "s19",
        "title": "La maison de services au public portée par La Poste à Grandrieu inaugurée (février 2017)",
        "publisher": "préfecture de la Lozère",
        "url": "http://www.lozere.gouv.fr/Actualites/Actualites-des-services/2017/Fevrier/"
        "La-maison-de-services-au-public-portee-par-La-Poste-a-Grandrieu-inauguree",
    },
    {
        "code": "s20",
        "title": "Une dizaine d’entreprises innovantes à POLeN pour plancher sur les aides à l’innovation",
        "publisher": "Lozère Développement",
        "published_on": date(2014, 3, 25),
        "url": "https://lozere-developpement.com/2014/03/25/"
        "une-dizaine-dentreprises-innovantes-a-polen-pour-plancher-sur-les-aides-a-linnovation",
    },
    {
        "code": "s21",
        "title": "Les Assises nationales de la médiation numérique à Mende (2016)",
        "publisher": "Lozère Développement",
        "url": "https://lozere-developpement.com/?p=1597",
    },
    {
        "code": "s22",
        "title": "Présentation de Lozère Développement (2019)",
        "publisher": "Lozère Nouvelle Vie",
        "url": "https://lozerenouvellevie.com/topicality/page/15",
    },
    {
        "code": "s23",
        "title": "Dans les tiers-lieux, le carburant, c’est l’humain",
        "publisher": "La Tribune Occitanie",
        "published_on": date(2021, 2, 5),
        "url": "https://objectif-languedoc-roussillon.latribune.fr/innovation/innovation-sociale/2021-02-05/"
        "dans-les-tiers-lieux-le-carburant-c-est-l-humain-877025.html",
    },
    {
        "code": "s24",
        "title": "La fabrique des territoires innovants en Lozère dans le cadre du programme Softplace",
        "publisher": "blog de POLeN",
        "published_on": date(2016, 3, 8),
        "url": "https://polen-mende.com/2016/03/08/"
        "la-fabrique-des-territoires-innovant-en-lozere-dans-le-cadre-du-programme-softplace/",
    },
    {
        "code": "s25",
        "title": "Une semaine pleine pour promouvoir les tiers-lieux en Lozère",
        "publisher": "Lozère Nouvelle Vie",
        "published_on": date(2018, 7, 4),
        "url": "https://lozerenouvellevie.com/topicality/semaine-pleine-promouvoir-tiers-lieux-lozere",
    },
    {
        "code": "s27a",
        "title": "Le blog des Zevillageois prône le développement du télétravail",
        "publisher": "Le Monde",
        "published_on": date(2007, 5, 24),
        "url": "https://lemde.fr/2LhK2Ru",
    },
    {
        "code": "s27b",
        "title": "Xavier de Mazenod : « Le nombre de télétravailleurs augmente rapidement »",
        "publisher": "Paperblog",
        "url": "https://www.paperblog.fr/3350602/xavied-de-mazenod-le-nombre-de-teletravailleurs-augmente-rapidement/",
    },
    {
        # The day is not known, the address gives the month.
        "code": "s27c",
        "title": "Zevillage : le télétravail fait sortir les Parisiens hors du périphérique (juillet 2010)",
        "publisher": "Visionary Marketing",
        "url": "http://visionarymarketing.fr/blog/2010/07/"
        "zevillage-un-pionnier-des-telecentres-ruraux-fait-sortir-les-parisiens-hors-du-peripherique/",
    },
    {
        "code": "s27d",
        "title": "Le télétravail à la campagne",
        "publisher": "Cyberworkers",
        "url": "https://cyberworkers.com/le-teletravail-a-la-campagne",
    },
    {
        "code": "s28a",
        "title": "Les tiers-lieux, une solution pour les travailleurs nomades… et leurs DRH",
        "publisher": "Edenred",
        "published_on": date(2014, 9, 4),
        "url": "https://www.edenred.fr/magazine/votre-quotidien/ressources-humaines/"
        "les-tiers-lieux-une-solution-pour-les-travailleurs-nomades-et-leurs-drh",
    },
    {
        # November 2011, by its address.
        "code": "s28b",
        "title": "Portrait : Nathanaël Mathieu, Neo-nomade, une application pour faciliter le télétravail (2011)",
        "publisher": "blog de Karen Demaison",
        "url": "https://www.karen-demaison.com/articulation-des-temps/2011/11/"
        "portrait-nathanael-mathieu-neo-nomade-une-application-pour-faciliter-le-teletravail.html",
    },
    {
        "code": "s28c",
        "title": "Neo-nomade recense et cartographie les lieux de travail alternatifs",
        "publisher": "Collaboratif-info",
        "url": "http://www.collaboratif-info.fr/actualite/"
        "neo-nomade-recense-et-cartographie-les-lieux-de-travail-alternatifs",
    },
    {
        "code": "s28d",
        "title": "Trois questions à Nathanaël Mathieu, cofondateur de Neo-nomade et LBMG Worklabs",
        "publisher": "Groupe Chronos",
        "published_on": date(2011, 6, 7),
        "url": "http://www.groupechronos.org/publications/blog/"
        "trois-questions-a-nathanael-mathieu-co-fondateur-de-neo-nomade-et-lbmg-worklabs",
    },
    {
        "code": "s28e",
        "title": "Quel bureau demain ?",
        "publisher": "LBMG Worklabs",
        "url": "https://lab-changethework.com/quel-bureau-demain",
    },
    {
        "code": "s29a",
        "title": "Portrait de pros : Kévin, Armelle et Christian, d’Openscop",
        "publisher": "Le Lien 42",
        "url": "https://lelien42.org/interview-darmelle-kevin-et-christian-salarie-es-dopenscop/",
    },
    {
        "code": "s29b",
        "title": "La carte du comptoir numérique, entretien avec Yoann Duriaux",
        "publisher": "Millénaire 3",
        "published_on": date(2012, 9, 30),
        "url": "https://www.millenaire3.com/interview/2012/la-carte-du-comptoir-numerique",
    },
    {
        "code": "s30a",
        "title": "Au Comptoir Numérique",
        "publisher": "wiki La Plume à Loup",
        "url": "https://wiki.laplumealoup.fr/wiki/Au_Comptoir_Num%C3%A9rique",
    },
    {
        "code": "s30b",
        "title": "Au Comptoir Numérique, le tiers-lieu libre et open source",
        "publisher": "Wave",
        "url": "http://www.wave-innovation.com/au-comptoir-numerique.html",
    },
    {
        "code": "s31a",
        "title": "Association des maires ruraux de France",
        "publisher": "copie ancienne de Wikipédia",
        "copy_url": "https://fr-academic.com/dic.nsf/frwiki/146676",
    },
    {
        "code": "s31b",
        "title": "Michel Fournier, nouveau visage de l’Association des maires ruraux de France",
        "publisher": "Courrier des maires",
        "published_on": date(2020, 11, 16),
        "url": "https://www.courrierdesmaires.fr/91744/"
        "michel-fournier-nouveau-visage-de-lassociation-des-maires-ruraux-de-france/",
    },
    {
        "code": "s31c",
        "title": "Michel Fournier, un Vosgien nouveau président des maires ruraux de France (novembre 2020)",
        "publisher": "Infodujour",
        "url": "https://infodujour.fr/politique/collectivites/"
        "42647-michel-fournier-un-vosgien-nouveau-president-des-maires-ruraux-de-france",
    },
    {
        "code": "s32",
        "title": "Les télécentres dans les territoires ruraux français, note de recherche",
        "publisher": "Bruno Moriset",
        "published_on": date(2011, 3, 24),
        "url": "http://docplayer.fr/"
        "2652738-Les-telecentres-dans-les-territoires-ruraux-francais-essai-d-evaluation-note-de-recherche-24-mars-2011.html",
    },
]
