"""Edit forms of pages: rules that look at several rows at once, so that the error lands on its field.

Below the models, which name their form (``base_form_class``).
"""

from wagtail.admin.forms import WagtailAdminPageForm


class RowRulesForm(WagtailAdminPageForm):
    """A page form that can judge its inline rows together."""

    def rows(self, relation):
        """The filled-in, valid rows of an inline panel that stay, in the order shown."""
        formset = self.formsets.get(relation)
        if formset is None:
            return []
        forms = [
            form
            for form in formset.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        return sorted(forms, key=lambda form: form.cleaned_data.get("ORDER") or 0)

    def refuse_duplicates(self, relation, fields, on_field, message):
        """Put ``message`` on ``on_field`` of each row whose ``fields`` repeat an earlier row's."""
        seen = set()
        for form in self.rows(relation):
            key = tuple(form.cleaned_data.get(field) for field in fields)
            if key in seen:
                form.add_error(on_field, message)
            seen.add(key)
