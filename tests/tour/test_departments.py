"""The French départements."""

import pytest

from tour import departments


def test_departments_are_those_of_france_in_the_order_of_their_codes():
    codes = list(departments.DEPARTMENTS)

    assert len(codes) == 96 + 9
    assert codes[:2] == ["01", "02"]
    assert codes[18:22] == ["19", "21", "22", "23"]
    assert codes[28:31] == ["2A", "2B", "30"]
    assert codes[-9:] == ["971", "972", "973", "974", "975", "976", "986", "987", "988"]


def test_each_department_has_a_region():
    assert set(departments.REGION_OF) == set(departments.DEPARTMENTS)
    assert departments.REGION_OF["48"] == "Occitanie"


def test_choices_show_name_and_code():
    assert dict(departments.CHOICES)["48"] == "Lozère (48)"


@pytest.mark.parametrize(
    ("city", "department", "place"),
    [
        ("Mende", "48", "Mende (Lozère)"),
        ("Paris", "75", "Paris"),
        ("Mende", "", "Mende"),
        ("", "48", "Lozère"),
        ("", "", ""),
        ("Mende", "00", "Mende"),
    ],
)
def test_locate_says_what_is_known(city, department, place):
    assert departments.locate(city, department) == place
