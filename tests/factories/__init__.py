"""Factories: what tests build their data with."""

from tests.factories.editing import EditForm
from tests.factories.following import ConsentFactory, FollowFactory, SubscriptionFactory
from tests.factories.home import EditorialPageFactory, home_page
from tests.factories.page import publish
from tests.factories.partners import (
    MembershipFactory,
    PartnerIndexPageFactory,
    PartnerNameFactory,
    PartnerPageFactory,
    PlaceIndexPageFactory,
    PlacePageFactory,
)
from tests.factories.stages import (
    EditionPageFactory,
    EditionPartnerFactory,
    ParticipationFactory,
    PersonFunctionFactory,
    PersonIndexPageFactory,
    PersonPageFactory,
    PressContactFactory,
    PressReleasePageFactory,
    ProgrammeItemFactory,
    PublicationFactory,
    RequirementFactory,
    StagePageFactory,
    StagePartnerFactory,
)
from tests.factories.tour import (
    CitationFactory,
    DocumentFactory,
    ImageFactory,
    KeyFigureFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
)

__all__ = [
    "CitationFactory",
    "ConsentFactory",
    "DocumentFactory",
    "EditForm",
    "EditionPageFactory",
    "EditionPartnerFactory",
    "EditorialPageFactory",
    "FollowFactory",
    "ImageFactory",
    "KeyFigureFactory",
    "MembershipFactory",
    "ParticipationFactory",
    "PartnerIndexPageFactory",
    "PartnerNameFactory",
    "PartnerPageFactory",
    "PersonFunctionFactory",
    "PersonIndexPageFactory",
    "PersonPageFactory",
    "PlaceIndexPageFactory",
    "PlacePageFactory",
    "PressContactFactory",
    "PressReleasePageFactory",
    "ProgrammeItemFactory",
    "PublicationFactory",
    "RequirementFactory",
    "SourceFactory",
    "StagePageFactory",
    "StagePartnerFactory",
    "SubscriptionFactory",
    "ThemeFactory",
    "UserFactory",
    "home_page",
    "publish",
]
