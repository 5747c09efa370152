"""Models of partners and places, one noun a file."""

from partners.models.partner import (
    PartnerIndexPage,
    PartnerMembership,
    PartnerName,
    PartnerPage,
    ThemedPartner,
)
from partners.models.place import PlaceIndexPage, PlacePage, ThemedPlace
from partners.models.role import PartnerRoleRow

__all__ = [
    "PartnerIndexPage",
    "PartnerMembership",
    "PartnerName",
    "PartnerPage",
    "PartnerRoleRow",
    "PlaceIndexPage",
    "PlacePage",
    "ThemedPartner",
    "ThemedPlace",
]
