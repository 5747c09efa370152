"""What is asked of many stages at once: their order, where they stand, what everybody may see of them."""

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Length, Substr

from partners.models import PlacePage
from stages.enums import DateKind, StageStatus
from stages.models.edition import EditionPage
from tour import clock
from tour.clock import PARIS
from tour.models import BasePage, TourPageQuerySet

PARENT_PATH = Substr("path", 1, Length("path") - BasePage.steplen)


class StageQuerySet(TourPageQuerySet):
    def followable(self):
        """Those of which followers are told: visible, and no alias, which is a stage that has its own page already."""
        return self.visible().filter(alias_of=None)

    def in_tour_order(self):
        """By edition, then rank; the stages whose rank is unknown come last, in the order of the page tree."""
        return self.alias(edition_path=PARENT_PATH).order_by("edition_path", F("position").asc(nulls_last=True), "path")

    def with_edition_title(self):
        """Annotate ``edition_title``, published or not: stages of two Tours may have one name."""
        edition = EditionPage.objects.filter(path=OuterRef("edition_path")).values("title")
        return self.alias(edition_path=PARENT_PATH).annotate(edition_title=Subquery(edition[:1]))

    def with_progress(self, at=None):
        """Annotate ``is_over`` and ``is_under_way`` (booleans) at the instant ``at`` (aware; default: now).

        A stage is over when its last instant has passed. A stage without an exact date is also over
        when its whole edition is, or when one that follows it in the order of the Tour has begun: the
        order is known where dates are not.
        """
        at = at or clock.now()
        following = (
            self.model._default_manager.live()
            .filter(status=StageStatus.CONFIRMED)
            .filter(Q(ends_at__lte=at) | Q(date_kind=DateKind.EXACT, starts_at__lte=at))
            .alias(edition_path=PARENT_PATH)
            .filter(edition_path=OuterRef("edition_path"), position__gt=OuterRef("position"))
        )
        edition = EditionPage.objects.filter(path=OuterRef("edition_path"), ends_on__lt=at.astimezone(PARIS).date())
        is_exact = Q(date_kind=DateKind.EXACT)
        return self.alias(edition_path=PARENT_PATH).annotate(
            is_over=Case(
                When(ends_at__lte=at, then=Value(True)),
                When(is_exact, then=Value(False)),
                When(Exists(following), then=Value(True)),
                When(Exists(edition), then=Value(True)),
                default=Value(False),
            ),
            is_under_way=Case(
                When(is_exact & Q(starts_at__lte=at, ends_at__gt=at), then=Value(True)), default=Value(False)
            ),
        )

    def past(self, at=None):
        """Over at ``at``; the exact complement of ``upcoming``."""
        return self.with_progress(at).filter(is_over=True)

    def upcoming(self, at=None):
        """Not over at ``at``: to come or under way."""
        return self.with_progress(at).filter(is_over=False)

    def with_venue(self):
        """Each read with its venue, and ``is_venue_open``: whether everybody may see the venue's page."""
        visible = PlacePage.objects.visible().filter(pk=OuterRef("venue"))
        return self.select_related("venue").annotate(is_venue_open=Exists(visible))

    def going_ahead(self):
        """Neither cancelled nor postponed."""
        return self.filter(status=StageStatus.CONFIRMED)
