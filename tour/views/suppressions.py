"""Addresses that mail is not sent to any more, in the admin: for those who conduct the Tour.

The site does not know these addresses: one is asked for by typing it, in a form that leaves it out of any address.
"""

from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from tour import suppressions
from tour.access import is_national
from tour.forms import AddressForm
from tour.models import Suppression, SuppressionReason
from tour.screens import Screen

#: Suspensions shown.
LATEST = 20


class SuppressionsView(Screen):
    """How many addresses are suspended and why, the latest, and a form to ask for one."""

    template_name = "tour/admin/suppressions.html"
    page_title = "Adresses suspendues"
    header_icon = "mail"
    breadcrumbs_items = [*Screen.breadcrumbs_items, {"url": reverse_lazy("tour_mails"), "label": "Courriels"}]

    def get_context_data(self, form=None, **kwargs):
        if not is_national(self.request.user):
            raise Http404
        counts = dict(Suppression.objects.values_list("reason").annotate(Count("pk")).order_by())
        return super().get_context_data(
            form=form or AddressForm(),
            counts=[(label, counts.get(reason, 0)) for reason, label in SuppressionReason.choices],
            latest=Suppression.objects.all()[:LATEST],
            **kwargs,
        )

    def post(self, request):
        """Say whether the address that was typed is suspended."""
        form = AddressForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        address = form.cleaned_data["email"]
        context = self.get_context_data(form=form, asked=address, suppression=suppressions.suppression_of(address))
        return self.render_to_response(context)


@require_POST
def add(request):
    """Suspend an address by hand."""
    address = address_typed(request)
    if address:
        suppression = suppressions.suppress(address, SuppressionReason.BY_HAND)
        log(instance=suppression, action="tour.suppress_address", user=request.user)
        messages.success(request, f"Le site n’écrit plus à {address}.")
    return redirect("tour_suppressions")


@require_POST
def lift(request):
    """Let mail be sent to an address again."""
    address = address_typed(request)
    suppression = address and suppressions.suppression_of(address)
    if suppression:
        log(
            instance=suppression,
            action="tour.lift_suppression",
            user=request.user,
            data={"reason": suppression.get_reason_display()},
        )
        suppressions.lift(address)
        messages.success(request, f"Le site peut de nouveau écrire à {address}.")
    elif address:
        messages.error(request, f"L’adresse {address} n’est pas suspendue.")
    return redirect("tour_suppressions")


def address_typed(request) -> str:
    """The address that a button of the screen sends; "", and the person told, if it is none. 404 to most people."""
    if not is_national(request.user):
        raise Http404
    form = AddressForm(request.POST)
    if form.is_valid():
        return form.cleaned_data["email"]
    messages.error(request, "Cette adresse n’est pas une adresse e-mail\u00a0: cherchez-la d’abord.")
    return ""
