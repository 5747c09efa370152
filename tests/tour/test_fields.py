"""Model fields of our own."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tour.fields import ChoicesField

SEVERAL = ChoicesField("nature", choices=[("break", "Pause"), ("visit", "Visite"), ("talk", "Exposé")])


def test_choices_are_kept_in_the_order_of_the_choices_and_once():
    assert SEVERAL.clean(["talk", "break", "talk"], None) == ["break", "talk"]


def test_no_choice_is_an_empty_list():
    assert SEVERAL.clean([], None) == []
    assert SEVERAL.get_default() == []


@pytest.mark.parametrize("value", [["nap"], "break", {"break": 1}, 3, True, [["break"]], [None], [{}]])
def test_values_outside_the_choices_are_refused(value):
    with pytest.raises(ValidationError) as refusal:
        SEVERAL.clean(value, None)

    assert refusal.value.messages == ["Choisissez parmi les valeurs proposées."]


def test_absence_of_value_is_an_empty_list():
    assert SEVERAL.clean(None, None) == []


def test_form_field_is_a_list_of_boxes():
    field = SEVERAL.formfield()

    assert isinstance(field.widget, forms.CheckboxSelectMultiple)
    assert field.label == "Nature"
    assert field.required is False
    assert field.choices == [("break", "Pause"), ("visit", "Visite"), ("talk", "Exposé")]


def test_choices_are_no_matter_of_the_schema():
    _, path, args, kwargs = SEVERAL.deconstruct()

    assert (path, args, kwargs["choices"]) == ("tour.fields.ChoicesField", [], [])
