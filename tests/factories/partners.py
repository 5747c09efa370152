"""Partners, networks and places."""

from decimal import Decimal

import factory

from partners.enums import PartnerKind, PlaceKind
from partners.models import (
    PartnerIndexPage,
    PartnerMembership,
    PartnerName,
    PartnerPage,
    PlaceIndexPage,
    PlacePage,
)
from tests.factories.home import home_page
from tests.factories.page import IndexPageFactory, PageFactory, RowFactory


class PartnerIndexPageFactory(IndexPageFactory):
    title = "Partenaires"

    class Meta:
        model = PartnerIndexPage

    @classmethod
    def default_parent(cls):
        return home_page()


class PartnerPageFactory(PageFactory):
    """An association; ``network`` makes it a network."""

    title = factory.Sequence(lambda n: f"Partenaire {n}")
    kind = PartnerKind.ASSOCIATION

    class Meta:
        model = PartnerPage

    class Params:
        network = factory.Trait(kind=PartnerKind.NETWORK)

    @classmethod
    def default_parent(cls):
        return PartnerIndexPageFactory()


class PartnerNameFactory(RowFactory):
    partner = factory.SubFactory(PartnerPageFactory)
    name = "Ancien nom"

    class Meta:
        model = PartnerName


class MembershipFactory(RowFactory):
    partner = factory.SubFactory(PartnerPageFactory)
    network = factory.SubFactory(PartnerPageFactory, network=True)

    class Meta:
        model = PartnerMembership


class PlaceIndexPageFactory(IndexPageFactory):
    title = "Lieux"

    class Meta:
        model = PlaceIndexPage

    @classmethod
    def default_parent(cls):
        return home_page()


class PlacePageFactory(PageFactory):
    """A télécentre of which only the name is known; ``located`` stands in Mende, ``closed`` lived from 2010 to 2016."""

    title = factory.Sequence(lambda n: f"Lieu {n}")
    kind = PlaceKind.TELECENTRE

    class Meta:
        model = PlacePage

    class Params:
        located = factory.Trait(
            city="Mende", department="48", latitude=Decimal("44.51820"), longitude=Decimal("3.50130")
        )
        closed = factory.Trait(opened_year=2010, closed_year=2016)

    @classmethod
    def default_parent(cls):
        return PlaceIndexPageFactory()
