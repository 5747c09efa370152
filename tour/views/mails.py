"""The mails that left, wait or failed, in the admin: for those who conduct the Tour."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log

from tour import mail
from tour.access import is_national
from tour.models import MailState, QueuedMail
from tour.screens import Screen


class MailsView(Screen):
    """The mails, newest first; ``?etat=`` narrows to a state.

    An exact address (``q``) is sent by POST and answered in place, as among the deliveries: it stays out of logs, of
    the browser's history and of the Referer.
    """

    template_name = "tour/admin/mails.html"
    page_title = "Courriels"
    header_icon = "mail"

    def dispatch(self, request):
        if not is_national(request.user):
            raise Http404
        return super().dispatch(request)

    def post(self, request):
        if not self.sought:
            return redirect(f"{reverse('tour_mails')}?{urlencode({'etat': request.POST.get('etat', '')})}")
        return self.render_to_response(self.get_context_data())

    @property
    def sought(self) -> str:
        return self.request.POST.get("q", "").strip().replace("\x00", "")

    def get_context_data(self, **kwargs):
        mails = QueuedMail.objects.all()
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        state, sought = sent.get("etat", ""), self.sought
        if state in MailState.values:
            mails = mails.filter(state=state)
        if sought:
            mails = mails.filter(to__iexact=sought)
        page = Paginator(mails, 50).get_page(sent.get("p"))
        return super().get_context_data(mails=page, states=MailState.choices, state=state, sought=sought, **kwargs)


class MailView(Screen):
    """One mail: where it stands, and what the server said. Not its text, which may hold a link to an account."""

    template_name = "tour/admin/mail.html"
    header_icon = "mail"

    def get_context_data(self, **kwargs):
        row = mail_to_decide_on(self.request, kwargs["mail_id"])
        self.page_title = row.subject
        return super().get_context_data(mail=row, may_send_again=row.state in mail.STOPPED, **kwargs)


@require_POST
def send_again(request, mail_id):
    """Queue a failed, uncertain, settled or late mail anew."""
    row = mail_to_decide_on(request, mail_id)
    if mail.send_again(row):
        log(instance=row, action="tour.send_mail_again", user=request.user)
        messages.success(request, f"Le courriel à {row.masked_to} sera renvoyé dans la minute.")
    else:
        messages.error(request, "Ce courriel n’a pas échoué\u00a0: il n’y a rien à renvoyer.")
    return redirect("tour_mail_detail", row.pk)


@require_POST
def settle(request, mail_id):
    """Let a failed or uncertain mail stay so."""
    row = mail_to_decide_on(request, mail_id)
    if mail.settle(row):
        log(instance=row, action="tour.settle_mail", user=request.user)
        messages.success(request, f"Le courriel à {row.masked_to} est classé\u00a0: il n’est plus signalé.")
    else:
        messages.error(request, "Ce courriel n’attend pas de décision\u00a0: il n’y a rien à classer.")
    return redirect("tour_mail_detail", row.pk)


def mail_to_decide_on(request, mail_id) -> QueuedMail:
    """The mail, for who conducts the Tour; 404 for others."""
    if not is_national(request.user):
        raise Http404
    return get_object_or_404(QueuedMail, pk=mail_id)
