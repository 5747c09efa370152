"""A page's edit form as a browser has it: opened, filled in, sent, shown again with its errors."""

import re
from functools import cached_property

from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.blocks import StreamBlock, StreamValue, StructBlock
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import nested_form_data


class EditForm:
    """The form opened at the edit address of ``page`` (with ``revision``: to go back to that one), or, given ``model``
    and ``parent``, at that of a new page.

    ``data`` holds what would be sent; ``fill``, ``add_row`` and ``remove_row`` change it; ``save_draft``, ``publish``
    and ``autosave`` send it.
    """

    def __init__(self, client, page=None, *, revision=None, model=None, parent=None):
        self.client = client
        if revision is not None:
            self.url = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
            page = revision.as_object()
        elif page is not None:
            self.url = reverse("wagtailadmin_pages:edit", args=[page.pk])
            page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        else:
            meta = model._meta
            self.url = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
            page = model()
        opened = client.get(self.url)
        assert opened.status_code == 200, opened
        self.html = opened.content.decode()
        fields = sent_by(BeautifulSoup(self.html, "html.parser").find(id="page-edit-form"))
        self.templates = {name: values for name, values in fields.items() if "__prefix__" in name}
        self.data = {name: values for name, values in fields.items() if "__prefix__" not in name}
        self.streams = set()
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                self.fill_stream(field.name, getattr(page, field.name))

    def fill(self, **values):
        """Type ``values``: a text, a list of chosen values, True or False for a box, None to empty a field."""
        for name, value in values.items():
            self.type_in(name, value)
        return self

    def type_in(self, name, value):
        if value is False:
            self.data.pop(name, None)
        elif value is True:
            self.data[name] = ["on"]
        elif isinstance(value, list):
            self.data[name] = value
        else:
            self.data[name] = ["" if value is None else str(getattr(value, "pk", value))]

    def fill_stream(self, name, value):
        """Put ``value`` (a StreamValue) into a StreamField."""
        self.streams.add(name)
        for key, text in nested_form_data({name: block_data(value.stream_block, value)}).items():
            self.data[key] = [text]

    def add_row(self, relation, **values):
        """Press « Ajouter » in an inline panel and fill the new row in; return the row's prefix.

        The panel of a row is named by its prefix: ``"programme_items-0-participations"``.
        """
        count = int(self.data[f"{relation}-TOTAL_FORMS"][0])
        self.data[f"{relation}-TOTAL_FORMS"] = [str(count + 1)]
        prefix = f"{relation}-{count}"
        template = re.sub(r"-\d+-", "-__prefix__-", relation) + "-__prefix__-"
        for name, value in self.templates.items():
            if name.startswith(template) and "__prefix__" not in name.removeprefix(template):
                self.data[f"{prefix}-{name.removeprefix(template)}"] = list(value)
        self.data[f"{prefix}-ORDER"] = [str(count + 1)]
        for name, value in values.items():
            self.type_in(f"{prefix}-{name}", value)
        return prefix

    def fill_row(self, prefix, **values):
        """Type ``values`` into the row whose prefix is given: ``"partner_roles-0"``."""
        for name, value in values.items():
            self.type_in(f"{prefix}-{name}", value)
        return self

    def remove_row(self, prefix):
        self.data[f"{prefix}-DELETE"] = ["1"]
        return self

    @property
    def plain_fields(self):
        """The names of what an editor types, but for the StreamFields, which only a script shows."""
        others = ("loaded_revision", "csrfmiddlewaretoken", *(f"{name}-" for name in self.streams))
        return [name for name in self.data if not name.startswith(others)]

    def save_draft(self):
        return Answer(self.client.post(self.url, self.data))

    def publish(self):
        return Answer(self.client.post(self.url, {**self.data, "action-publish": "action-publish"}))

    def autosave(self):
        """What the editor's script sends by itself; the JSON answer."""
        return self.client.post(self.url, self.data, headers={"accept": "application/json"})

    def preview(self):
        """The preview that the side panel shows; it must be there."""
        made = self.client.post(f"{self.url}preview/", self.data)
        assert made.json() == {"is_valid": True, "is_available": True}
        return self.client.get(f"{self.url}preview/", {"mode": ""})


def assert_refused(form, errors):
    """The form comes back with these errors and all that was typed, whichever way it is sent."""
    published = form.publish()
    assert published.errors == errors
    assert published.lost(form) == {}
    assert form.save_draft().form_errors == published.form_errors
    autosaved = form.autosave()
    assert (autosaved.status_code, autosaved.json()["error_code"]) == (400, "validation_error")


def sent_by(form):
    """What a browser would send of a form in a page: lists of values by name."""
    found = {}
    for control in form.find_all(attrs={"name": True}):
        if control.name == "input" and control.get("type") in ("checkbox", "radio"):
            values = [control.get("value", "on")] if control.has_attr("checked") else []
        elif control.name == "input":
            values = [control.get("value", "")]
        elif control.name == "textarea":
            values = [control.get_text().removeprefix("\n")]
        elif control.name == "select":
            chosen = control.find_all("option", selected=True) or (
                [] if control.has_attr("multiple") else control("option")[:1]
            )
            values = [option["value"] for option in chosen]
        else:
            continue
        if values:
            found.setdefault(control["name"], []).extend(values)
    return found


def block_data(block, value):
    """What the editor's script makes of a block's value."""
    if isinstance(block, StreamBlock):
        children = {
            str(rank): {
                "type": child.block_type,
                "value": block_data(child.block, child.value),
                "id": child.id or "",
                "order": str(rank),
                "deleted": "",
            }
            for rank, child in enumerate(value if isinstance(value, StreamValue) else block.to_python(value))
        }
        return {"count": str(len(children)), **children}
    if isinstance(block, StructBlock):
        return {name: block_data(child, value[name]) for name, child in block.child_blocks.items()}
    shown = block.field.widget.format_value(block.value_for_form(value))
    return "" if shown is None else shown


class Answer:
    """What came back: ``was_saved``, or the form again with its ``errors``."""

    def __init__(self, response):
        self.response = response
        self.was_saved = response.status_code == 302
        self.html = "" if self.was_saved else response.content.decode()

    @cached_property
    def soup(self):
        return BeautifulSoup(self.html, "html.parser").find(id="page-edit-form")

    @cached_property
    def errors(self):
        """The messages as the page shows them, by the name of the field they stand at; "" for those at no field."""
        found = {}
        for message in self.soup.find_all(class_="error-message") if self.html else ():
            field = message.find_parent(attrs={"data-field": True})
            named = field.find(attrs={"name": True}) if field else None
            name = named["name"] if named else field["data-contentpath"] if field else ""
            found.setdefault(name, []).append(" ".join(message.get_text().split()))
        return found

    @property
    def form_errors(self):
        """The same from the form itself, which is quicker than to read the page."""
        return {} if self.was_saved else dict(errors_in(self.response.context["form"]))

    def lost(self, form):
        """What was sent in ``form`` and is no longer in the form shown again: {name: (sent, shown)}."""
        return {
            name: (form.data[name], self.data.get(name))
            for name in form.plain_fields
            if form.data[name] != self.data.get(name)
        }

    @cached_property
    def data(self):
        """What the form shown again would send."""
        return {name: values for name, values in sent_by(self.soup).items() if "__prefix__" not in name}


def errors_in(form):
    """(name of the field, messages) of a form and of the rows in it."""
    for name, messages in form.errors.items():
        yield form.add_prefix(name), list(messages)
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            yield from errors_in(row)
