"""The ledger of the Tour's mails: searched, looked into, sent again or settled."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from stages.domain import ledger
from stages.forms.deliveries import DeliverySearchForm
from stages.models import Delivery, StagePage
from stages.views.admin.spreadsheet import TextSpreadsheet
from tour import clock, suppressions
from tour.access import is_national, pages_kept_by
from tour.clock import PARIS
from tour.models.mail import OPEN
from tour.references import as_key
from tour.screens import Screen

#: Deliveries on a page.
AT_ONCE = 50


def stages_of(user) -> QuerySet[StagePage]:
    return StagePage.objects.filter(pk__in=pages_kept_by(user).values("pk"), alias_of=None).order_by("title", "pk")


def deliveries_of(user) -> QuerySet[Delivery]:
    """What ``user`` may look into: everything, or what is about the stages that they keep; 404 for who keeps none."""
    if is_national(user):
        return Delivery.objects.all()
    stages = list(stages_of(user).values_list("pk", flat=True))
    if not stages:
        raise Http404
    return Delivery.objects.filter(stage__in=stages)


def mark_suppressed(deliveries: list[Delivery]) -> list[Delivery]:
    """Tell which of ``deliveries`` that are to leave will not, by ``is_suppressed``. One query."""
    waiting = [row for row in deliveries if row.state in OPEN and row.address]
    suppressed = suppressions.suppressed_among(row.address for row in waiting)
    for row in waiting:
        row.is_suppressed = row.address in suppressed
    return deliveries


def with_what_is_shown(deliveries: QuerySet[Delivery]) -> QuerySet[Delivery]:
    """Each with what it is about, in four more queries."""
    stages = Prefetch("stage", StagePage.objects.with_edition_title().only("title"))
    return deliveries.prefetch_related(stages, "rule", "subscription", "user")


class DeliveriesView(TextSpreadsheet, SpreadsheetExportMixin, Screen):
    """The latest due first, ``AT_ONCE`` at a time: before ``?avant=`` or after ``?apres=`` (keys), which costs the same
    in a ledger of any length. Nothing is counted.

    An address is sent by POST and answered in place: in an address bar it would stay in the logs of the server and of
    every proxy, in the browser's history and in the Referer of the next request. Other filters are a GET.
    """

    template_name = "stages/admin/deliveries.html"
    page_title = "Envois"
    header_icon = "mail"
    export_filename = "envois"
    show_export_buttons = False
    FORMATS = (SpreadsheetExportMixin.FORMAT_CSV,)
    export_headings = {
        "due_at": "Prévu le (heure de Paris)",
        "stage": "Étape",
        "edition": "Édition",
        "kind": "Nature",
        "rule": "Rappel",
        "address": "Destinataire",
        "state": "État",
        "sent_at": "Envoyé le (heure de Paris)",
        "attempts": "Essais",
        "reason": "Raison",
        "message_id": "Message-ID",
    }
    list_export = list(export_headings)

    def dispatch(self, request, *args, **kwargs):
        self.deliveries = deliveries_of(request.user)
        self.is_for_all = is_national(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def form(self) -> DeliverySearchForm:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        stages = stages_of(self.request.user).with_edition_title()
        return DeliverySearchForm(sent, stages=stages, by_address=self.is_for_all)

    def get(self, request, *args, **kwargs):
        if self.is_export:
            if not self.is_for_all:
                raise Http404
            found = with_what_is_shown(self.form.narrow(self.deliveries))
            return self.as_spreadsheet(found.iterator(chunk_size=1000), self.FORMAT_CSV)
        return super().get(request, *args, **kwargs)

    def post(self, request):
        if self.form.is_valid() and not self.form.cleaned_data.get("adresse"):
            return redirect(f"{reverse('stages_deliveries')}?{self.form.query}")
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs):
        rows, is_last, is_first = self.page_of(self.form.narrow(self.deliveries))
        return super().get_context_data(
            form=self.form,
            deliveries=mark_suppressed(rows),
            older=None if is_last else rows[-1].pk,
            newer=None if is_first else rows[0].pk,
            query=self.form.query,
            by_post=self.request.method == "POST",
            is_for_all=self.is_for_all,
            csv_url=f"?{self.form.query}&export=csv",
            **kwargs,
        )

    def page_of(self, found: QuerySet[Delivery]) -> tuple[list[Delivery], bool, bool]:
        """(the rows of a page, whether none is older, whether none is newer)."""
        before, after = self.row_at("avant"), self.row_at("apres")
        if after is not None:
            rows = list(with_what_is_shown(found.after(after))[: AT_ONCE + 1])
            if rows:
                return rows[:AT_ONCE][::-1], False, len(rows) <= AT_ONCE
        elif before is not None:
            rows = list(with_what_is_shown(found.before(before))[: AT_ONCE + 1])
            if rows:
                return rows[:AT_ONCE], len(rows) <= AT_ONCE, False
        rows = list(with_what_is_shown(found)[: AT_ONCE + 1])
        return rows[:AT_ONCE], len(rows) <= AT_ONCE, True

    def row_at(self, name) -> Delivery | None:
        """The delivery from which the page goes on; None if it is gone, or not the user's."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        key = as_key(sent.get(name, ""))
        return self.deliveries.filter(pk=key).first() if key else None

    def to_row_dict(self, item):
        return {
            "due_at": in_paris(item.due_at),
            "stage": item.stage.title if item.stage else "",
            "edition": item.stage.edition_title if item.stage else "",
            "kind": item.get_kind_display(),
            "rule": str(item.rule) if item.rule else "",
            "address": item.masked_address,
            "state": item.get_state_display(),
            "sent_at": in_paris(item.sent_at),
            "attempts": item.attempts,
            "reason": item.reason,
            "message_id": item.message_id,
        }


def in_paris(instant) -> str:
    return f"{instant.astimezone(PARIS):%Y-%m-%d %H:%M}" if instant else ""


class DeliveryScreen(Screen):
    """A screen on the delivery of ``delivery_id``."""

    header_icon = "mail"

    def dispatch(self, request, delivery_id):
        found = with_what_is_shown(deliveries_of(request.user))
        (self.delivery,) = mark_suppressed([get_object_or_404(found, pk=delivery_id)])
        return super().dispatch(request)

    def get_breadcrumbs_items(self):
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("stages_deliveries"), "label": "Envois"}, here]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            delivery=self.delivery, may_decide=is_national(self.request.user), now=clock.now(), **kwargs
        )


class DeliveryView(DeliveryScreen):
    """Where a mail stands, its history, and what can be done."""

    template_name = "stages/admin/delivery.html"

    def get_page_title(self):
        return f"{self.delivery.get_kind_display()} à {self.delivery.masked_address or 'une adresse effacée'}"

    def get_context_data(self, **kwargs):
        return super().get_context_data(log=self.delivery.log.select_related("by"), **kwargs)


class SendAgainView(DeliveryScreen):
    """Asks first, since the mail may have arrived; POST lets it leave anew. For who conducts the Tour."""

    template_name = "stages/admin/delivery_send_again.html"
    page_title = "Renvoyer le courriel"

    def dispatch(self, request, delivery_id):
        if not is_national(request.user):
            raise Http404
        return super().dispatch(request, delivery_id)

    def post(self, request):
        if ledger.send_again(self.delivery, by=request.user):
            messages.success(request, "Le courriel repart dans la minute.")
        else:
            messages.info(request, "Ce courriel n’attend pas de décision\u00a0: il n’y a rien à renvoyer.")
        return redirect("stages_delivery", self.delivery.pk)


@require_POST
def settle(request, delivery_id):
    """Let a failed or uncertain mail stay so. For who conducts the Tour."""
    if not is_national(request.user):
        raise Http404
    row = get_object_or_404(Delivery, pk=delivery_id)
    if ledger.settle(row, by=request.user):
        messages.success(request, "Le courriel est classé\u00a0: rien n’est parti, et il n’est plus signalé.")
    else:
        messages.info(request, "Ce courriel n’attend pas de décision\u00a0: il n’y a rien à classer.")
    return redirect("stages_delivery", row.pk)
