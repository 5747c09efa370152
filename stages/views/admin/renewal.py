"""The next edition: chosen, looked at, then written."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page

from stages.domain.renewal import renew
from stages.forms.renewal import RenewalForm
from stages.models import EditionPage
from tour.access import is_national


class RenewalView(WagtailAdminTemplateMixin, FormView):
    """The form, its preview (button ``preview``), the form again (``change``), and the writing (``create``).

    Nothing is kept between them but what the forms send: each asks for all of it. For whoever conducts the Tour; to
    others it is not there.
    """

    form_class = RenewalForm
    template_name = "stages/admin/renewal_form.html"
    preview_template_name = "stages/admin/renewal_preview.html"
    page_title = "Préparer l’édition suivante"
    header_icon = "copy"

    def dispatch(self, request, *args, page_id, **kwargs):
        if not is_national(request.user):
            raise Http404
        self.edition = get_object_or_404(EditionPage, id=page_id)  # by ``pk`` a number too long for a key is a 500
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if not form.is_valid() or "change" in request.POST:
            return self.form_invalid(form)
        if "create" not in request.POST:
            return self.show_preview(form)
        if request.POST.get("fingerprint") != form.plan.fingerprint:
            messages.warning(request, "L’ancienne édition a changé entre-temps\u00a0: voici le nouvel aperçu.")
            return self.show_preview(form)
        try:
            renew(plan=form.plan, user=request.user)
        except ValidationError as refusal:
            form.refuse(refusal)
            return self.form_invalid(form)
        return self.show_edition(form.plan.draft)

    def show_preview(self, form):
        context = self.get_context_data(form=form, plan=form.plan)
        return self.response_class(self.request, self.preview_template_name, context, using=self.template_engine)

    def show_edition(self, edition):
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[edition.pk]), "Modifier l’édition")
        text = f"L’édition «\u00a0{edition.title}\u00a0» est prête, en brouillon\u00a0: rien n’est publié."
        messages.success(self.request, text, buttons=[edit])
        return redirect("wagtailadmin_explore", edition.pk)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "edition": self.edition}

    def get_breadcrumbs_items(self):
        above = get_breadcrumbs_items_for_page(self.edition, self.request.user)
        return [*above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(edition=self.edition, **kwargs)
