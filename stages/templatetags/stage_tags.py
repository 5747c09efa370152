"""What templates ask of editions, stages and people: rows from the domain, dates in French words."""

from django import template

from partners.models import PartnerPage
from stages.domain import dates, disclosure, roles, share_card
from stages.domain import itinerary as itineraries
from stages.enums import Phase
from stages.models import EditionPage, Participation, PersonPage, PressReleasePage, StagePage
from tour import clock, french
from tour.french import fold

register = template.Library()


@register.simple_tag
def current_itinerary():
    """The itinerary of the newest edition, or None."""
    edition = itineraries.current_edition()
    return itineraries.itinerary(edition) if edition else None


@register.simple_tag
def itinerary_of(edition):
    """The itinerary of an edition (an EditionPage, or the base page at its place)."""
    return itineraries.itinerary(edition)


@register.simple_tag(takes_context=True)
def itinerary_around(context, stage, edition):
    """{itinerary, previous, next, last_position}: the itinerary that shows the stage, its neighbours, the last rank.

    Read once a request: the head of a stage's page asks before its content does.
    """
    request = context.get("request")
    known, here = getattr(request, "_tour_around", (None, None))
    if known is stage:
        return here
    itinerary = itineraries.itinerary(edition).showing(stage)
    previous, following = itinerary.around(stage)
    last_position = max(itinerary.last_position, stage.position or 0)
    here = {"itinerary": itinerary, "previous": previous, "next": following, "last_position": last_position}
    if request is not None:
        request._tour_around = stage, here
    return here


@register.simple_tag
def share_picture_of(stage, edition):
    """{url, alt, width, height, type} of a stage's card; None in the preview of a new page, which has no address yet.

    ``edition`` is the page above the stage. No query once ``itinerary_around`` has lent the stage its venue.
    """
    if stage.pk is None or not stage.full_url:
        return None
    card = share_card.card_of(stage, edition.title if edition.live else "")
    return {
        "url": f"{stage.full_url}carte.png?v={card.digest}",
        "alt": card.alt,
        "width": share_card.WIDTH,
        "height": share_card.HEIGHT,
        "type": "image/png",
    }


@register.simple_tag
def editions_besides(edition):
    """The other visible editions, the newest first."""
    return EditionPage.objects.visible().exclude(pk=edition.pk).newest_first().defer("body")


@register.simple_tag
def map_of(stages):
    """The route map of stages, in their order."""
    return itineraries.route_map(
        stages, describe=lambda stage: f"{phase_label(stage)}, {stage_date(stage) or 'date à confirmer'}"
    )


@register.filter
def only_this(stage):
    """A list of this one stage, for ``map_of``."""
    return [stage]


@register.simple_tag
def roles_of(page):
    """The partners of an edition or a stage by role (stages.domain.roles.RoleGroup)."""
    return roles.roles_by_kind(page)


@register.simple_tag
def involvements_of(partner):
    """What a partner does, edition by edition (stages.domain.roles.Involvement)."""
    return roles.involvements(partner)


@register.simple_tag
def partner_directory(chosen):
    """The partners as filtered by a request's parameters (stages.domain.roles.Directory)."""
    return roles.directory(chosen)


@register.simple_tag
def stages_at(place):
    """The visible stages held at a place, each with its edition."""
    if place.pk is None:  # the preview of a new page
        return []
    stages = StagePage.objects.visible().filter(venue=place).with_progress().in_tour_order()
    return itineraries.attach_editions(stages.with_venue().defer("body", "access"))


@register.simple_tag
def participations_of(person):
    """A person's parts in visible stages, in the order of the Tour; those not announced, once the stage begins."""
    if person.pk is None:
        return []
    stages = {
        stage.pk: stage
        for stage in itineraries.attach_editions(
            StagePage.objects.visible()
            .filter(programme_items__participations__person=person)
            .distinct()
            .with_progress()
            .in_tour_order()
            .defer("body", "access")
        )
    }
    parts = (
        Participation.objects.filter(person=person, item__stage__in=stages)
        .select_related("item")
        .order_by("item__day", "item__start_time", "item__sort_order")
    )
    order = {pk: rank for rank, pk in enumerate(stages)}
    rows = [
        {"stage": stages[part.item.stage_id], "participation": part, "is_over": is_over(stages[part.item.stage_id])}
        for part in parts
        if part.is_announced or has_begun(stages[part.item.stage_id])
    ]
    return sorted(rows, key=lambda row: order[row["stage"].pk])


@register.simple_tag
def functions_of(person):
    """What a person does or did, each with its partner's page if everybody may see it."""
    rows = list(person.functions.all())
    pages = PartnerPage.objects.visible().in_bulk([row.partner_id for row in rows if row.partner_id])
    for row in rows:
        row.partner = pages.get(row.partner_id)
    return rows


@register.simple_tag
def people_of_partner(partner):
    """The visible people who hold or held a function at a partner: their functions there, with their person."""
    if partner.pk is None:
        return []
    return partner.person_functions.filter(person__in=PersonPage.objects.visible()).select_related("person")


@register.simple_tag
def everybody():
    """The visible people by family name, each with its functions."""
    people = PersonPage.objects.visible().prefetch_related("functions").defer("body")
    return sorted(people, key=lambda person: (fold(person.family_name), fold(person.title)))


@register.simple_tag
def press_releases_of(page):
    """The visible press releases right under an edition or a stage."""
    return PressReleasePage.objects.visible().child_of(page).order_by("path").defer("body")


@register.simple_tag
def publications_of(page):
    """What was published about a page up to now, by date; what has no date comes last."""
    rows = page.publications.exclude(published_on__gt=clock.today()).order_by("sort_order", "pk")
    return sorted(rows, key=lambda row: (row.published_on is None, row.published_on or clock.today()))


@register.filter
def stage_date(stage):
    """« jeudi 9 octobre 2014 », « mai ou juin 2014 »; empty when nothing is known."""
    return dates.date_in_words(stage)


@register.filter
def days_after_the_first(stage):
    """« –11 » beside the first day of a dated stage, « → » into another month; empty for a single day."""
    return dates.days_after_the_first(stage)


@register.filter
def edition_dates(edition):
    """« du 30 octobre au 18 décembre 2012 », or one of the two days; empty when neither is known."""
    if edition.starts_on and edition.ends_on:
        return french.days(edition.starts_on, edition.ends_on)
    if edition.starts_on:
        return f"à partir du {french.full_date(edition.starts_on)}"
    if edition.ends_on:
        return f"jusqu’au {french.full_date(edition.ends_on)}"
    return ""


@register.filter
def phase_label(stage):
    """What a stage's badge says: its status if it is off, else its phase."""
    return Phase(stage.phase).label if stage.goes_ahead else stage.get_status_display()


@register.filter
def state(stage):
    """The name of that state in style sheets and in ``components/borne.html``."""
    return itineraries.state(stage)


@register.filter
def days_until(stage):
    """Civil days until a stage begins; None without an exact date or once begun."""
    return itineraries.days_until(stage)


@register.filter
def has_begun(stage):
    """Whether the stage is under way or took place: from then on, who was there can be told."""
    return disclosure.has_begun(stage)


@register.filter
def is_over(stage):
    """Whether the stage took place: from then on, what came of it can be told."""
    return disclosure.took_place(stage)


@register.filter
def any_to_come(stages):
    """Whether one of ``stages`` is not over."""
    return not all(map(is_over, stages))


@register.filter
def registration(stage):
    """Where to register, while one can; empty otherwise."""
    return disclosure.registration(stage)
