"""What templates ask of places and networks."""

from itertools import groupby

from django import template

from partners.enums import MembershipRole, PlaceKind
from partners.models import PartnerPage, PlacePage
from tour.cartography import build_map
from tour.french import fold
from tour.geography import Point
from tour.models import linked_to_visible

register = template.Library()

KINDS = list(PlaceKind)
LINKS = list(MembershipRole)


@register.simple_tag
def places_by_kind():
    """The visible places as a list of (kind label, places), alphabetical in each kind: one query."""
    places = PlacePage.objects.visible().defer("body")
    ordered = sorted(places, key=lambda place: (KINDS.index(place.kind), fold(place.title)))
    return [(PlaceKind(kind).plural, list(group)) for kind, group in groupby(ordered, lambda place: place.kind)]


@register.simple_tag
def places_of(partner):
    """The visible places a partner is or carries."""
    if partner.pk is None:  # the preview of a new page
        return []
    visible = PlacePage.objects.visible().defer("body")
    return (visible.filter(partner=partner) | visible.filter(carrier_partner=partner)).distinct().order_by("title")


@register.simple_tag
def partners_of_place(place):
    """{itself, carrier}: the visible pages of the partner that a place is, and of the one that carries it."""
    pages = PartnerPage.objects.visible().in_bulk([pk for pk in (place.partner_id, place.carrier_partner_id) if pk])
    return {"itself": pages.get(place.partner_id), "carrier": pages.get(place.carrier_partner_id)}


@register.simple_tag
def networks_of(partner):
    """What a partner is to visible networks: PartnerMembership rows, each read with its network."""
    return linked_to_visible(partner.memberships.all(), "network", PartnerPage.objects.visible())


@register.simple_tag
def members_of(network):
    """Who carries, launched or joined a network: its memberships, each read with its visible partner."""
    if network.pk is None:
        return []
    rows = network.network_members.filter(partner__in=PartnerPage.objects.visible()).select_related("partner")
    return sorted(rows, key=lambda row: (LINKS.index(row.role), row.partner.title))


@register.simple_tag
def map_of_place(place):
    """A map with one point, or None for a place without coordinates."""
    if place.latitude is None or place.longitude is None:
        return None
    return build_map([Point(label=place.title, lat=float(place.latitude), lon=float(place.longitude), state="over")])


@register.filter
def opening_years(place):
    """« depuis 2004 », « de 2010 à 2016 », « fermé en 2016 » (before: « jusqu’en »), the editor's note, or nothing."""
    if place.opened_year and place.closed_year:
        return f"de {place.opened_year} à {place.closed_year}"
    if place.closed_year:
        return f"fermé en {place.closed_year}" if place.is_closed else f"jusqu’en {place.closed_year}"
    if place.opened_year:
        return f"depuis {place.opened_year}"
    return place.opening_note
