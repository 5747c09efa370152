"""The texts of the mails, for the national team: what each says, and how it would look."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.models import ModelLogEntry

from stages.domain import mail_samples, mail_wording
from stages.forms.mail_text import MailTextForm
from stages.mail_texts import PLACEHOLDERS, TEXTS
from stages.models import MailText
from tour.access import is_national
from tour.screens import Screen

#: How many changes of a text are told.
TOLD = 20


class MailTextsView(Screen):
    """Every mail that the site sends by itself, and whether its words were changed."""

    template_name = "stages/admin/mail_texts.html"
    page_title = "Textes des courriels"
    header_icon = "edit"

    def get_context_data(self, **kwargs):
        if not is_national(self.request.user):
            raise Http404
        changed = MailText.objects.in_bulk()
        mails = [(name, said, changed.get(name)) for name, said in TEXTS.items()]
        return super().get_context_data(mails=mails, **kwargs)


class MailTextView(FormView, Screen):
    """One mail's words. Its buttons keep them, show the mail with them (``preview``), or take the site's (``restore``).

    What is refused stays as it was typed.
    """

    form_class = MailTextForm
    template_name = "stages/admin/mail_text.html"
    header_icon = "edit"

    def dispatch(self, request, name):
        if not is_national(request.user) or name not in TEXTS:
            raise Http404
        self.name = name
        return super().dispatch(request)

    def post(self, request, **kwargs):
        if "restore" in request.POST:
            mail_wording.restore(self.name, by=request.user)
            messages.success(request, "Le texte d’origine est rétabli.")
            return redirect("stages_mail_text", self.name)
        return super().post(request, **kwargs)

    def form_valid(self, form):
        if "preview" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        mail_wording.change(form.instance, by=self.request.user)
        messages.success(self.request, "Le texte est enregistré\u00a0: les prochains courriels le porteront.")
        return redirect("stages_mail_text", self.name)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": mail_wording.current(self.name)}

    def get_breadcrumbs_items(self):
        *above, this = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("stages_mail_texts"), "label": MailTextsView.page_title}, this]

    def get_page_title(self):
        return TEXTS[self.name].title

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form, stage = context["form"], mail_samples.stage_to_show()
        is_shown = stage is not None and (not form.is_bound or form.is_valid())
        return {
            **context,
            "said": TEXTS[self.name],
            "placeholders": [(name, PLACEHOLDERS[name]) for name in TEXTS[self.name].placeholders],
            "is_changed": MailText.objects.filter(name=self.name).exists(),
            "stage": stage,
            "letter": mail_samples.sample(self.name, stage, form.words) if is_shown else None,
            "history": ModelLogEntry.objects.for_instance(MailText(name=self.name)).select_related("user")[:TOLD],
        }
