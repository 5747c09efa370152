"""What a page points to: pages, images, documents, wherever in it (fields, rows, prose)."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations

#: Digits. Python refuses to read numbers of thousands of them.
LONGEST_KEY = 18
#: (model, primary key as text): Wagtail's own form of a reference.
Reference = tuple[type[models.Model], str]


def as_key(said) -> int | None:
    """The primary key that ``said`` (a number, or what somebody sent for one) may be; None when it is none."""
    digits = str(said)
    return int(digits) if digits.isdecimal() and len(digits) <= LONGEST_KEY else None


def references_of(instance: models.Model) -> set[Reference]:
    """Those of an object and of the rows it has in memory."""
    found = set()
    for field in instance._meta.concrete_fields:
        if field.many_to_one and not isinstance(field, ParentalKey):
            key = getattr(instance, field.attname)
            found |= {(field.related_model, str(key))} if key is not None else set()
        elif hasattr(field, "extract_references"):
            found |= {reference[:2] for reference in field.extract_references(getattr(instance, field.name))}
    for relation in get_all_child_relations(instance):
        for row in getattr(instance, relation.get_accessor_name()).all():
            found |= references_of(row)
    return found


def references_in(form) -> set[Reference]:
    """Those in a bound, validated model form and in its rows, of what is not valid too as far as it would be shown."""
    found = set()
    model = form._meta.model
    for name, field in form.fields.items():
        model_field = next((each for each in model._meta.fields if each.name == name), None)
        if hasattr(model_field, "extract_references"):
            typed = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            found |= {reference[:2] for reference in model_field.extract_references(typed)} if typed else set()
        elif model_field is not None and model_field.many_to_one:
            key = getattr(form.instance, model_field.attname)
            found |= {(model_field.related_model, str(key))} if key is not None else set()
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            found |= references_in(row)
    return found
