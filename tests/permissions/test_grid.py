"""The whole grid: each role × each address of the site × each method × own, others', absent things."""

import logging
import os
import zlib

import pytest

from tests.permissions.addresses import addresses_of, patterns
from tests.permissions.browser import KEPT_BY_LOOKING, Browser, outcome, secrets_in
from tests.permissions.rights import KINDS, ROLES, expected, kind_of
from tour import admin_views

#: One organiser, one partner and who reviews ask for everything by GET and POST. The others mirror them, or are refused
#: all, or nothing; Wagtail answers HEAD and OPTIONS as GET: of those the gate makes one request in so many, and
#: ``make torture`` all.
ONE_IN = 1 if os.environ.get("TORTURE") else 12
WHOLE_ROLES = {"organiser A", "partner P", "reviewer"}
WHOLE_METHODS = {"get", "post"}
SAFE = ("get", "head", "options")
METHODS = (*SAFE, "post")
#: What a form of the admin might send; each deed with all it takes is tried in test_deeds.
BODY = {
    "title": "Pris",
    "name": "Pris",
    "email": "intrus@example.org",
    "action-publish": "1",
    "comment": "x",
    "external-link-chooser-url": "/tour-2014/bourges/",
    "email-link-chooser-email_address": "intrus@example.org",
}


def test_every_address_is_classified_here():
    """A view that is new must be said to be somebody's, here and in tour/admin_views.py."""
    named = {name for name, _route, _arguments in patterns()}
    listed = [name for those in KINDS.values() for name in those]

    assert sorted(named - set(listed)) == []
    assert sorted(set(listed) - named) == []
    assert sorted(name for name in listed if listed.count(name) > 1) == []


def test_every_address_of_the_admin_is_classified_in_the_guard():
    """An address that no list holds is open to superusers only; one that two hold, or that is gone, is a mistake."""
    in_admin = {name for name, route, _arguments in patterns() if route.startswith("admin/")}
    lists = (admin_views.OPEN, admin_views.EDITORS, admin_views.NATIONAL, admin_views.SUPERUSERS, admin_views.NOBODY)
    listed = [name for those in lists for name in those]

    assert sorted(in_admin - set(listed)) == []
    assert sorted(set(listed) - in_admin) == []
    assert sorted(name for name in listed if listed.count(name) > 1) == []


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("role", ROLES)
def test_grid(world, role, method, caplog):
    """Nothing unexpected is answered; what is refused, and what only looks, changes nothing; nobody reads a secret."""
    caplog.set_level(logging.CRITICAL + 1)
    role = ROLES[role]
    browser = Browser(world.cookies.get(role.name, ""))

    wrong = [fault for request in requests(world, role, method) if (fault := fault_of(browser, role, method, *request))]

    assert "\n".join(wrong) == ""


def requests(world, role, method):
    """(name, whose, page, address) of what the role asks for."""
    seen = set()
    for letter in (role.own, *role.foreign, None):
        target = world.holdings[letter] if letter else None
        whose = "absent" if target is None else "own" if letter == role.own else "foreign"
        for name, route, arguments in patterns():
            for address, page in addresses_of(name, route, arguments, target, world).items():
                if address not in seen and is_in_sample(role, method, f"{name} {whose} {page}"):
                    seen.add(address)
                    yield name, whose, page, address


def is_in_sample(role, method, request):
    """Always the same ones: a fault does not come and go."""
    if role.name in WHOLE_ROLES and method in WHOLE_METHODS:
        return True
    return zlib.crc32(f"{role.name} {method} {request}".encode()) % ONE_IN == 0


def fault_of(browser, role, method, name, whose, page, address):
    """What is wrong with the answer, to be read in a list; None if nothing is."""
    response = getattr(browser, method)(address, **({"data": BODY} if method == "post" else {}))
    got, right = outcome(response), expected(role, name, whose, page)
    faults = []
    if got not in right:
        faults.append(f"{response.status_code} {got}")
    nothing = got in ("refused", "login") or (got == "turned away" and kind_of(name) != "review")
    allowed = {"django_session"} if nothing else KEPT_BY_LOOKING
    if (method in SAFE or nothing) and (changed := browser.written - allowed):
        faults.append(f"wrote to {sorted(changed)}")
    known = role.knows if kind_of(name) != "public" or name == "wagtaildocs_serve" else frozenset()
    if leaked := secrets_in(response) - known:
        faults.append(f"told the secrets of {sorted(leaked)}")
    return f"{name} ({whose} {page}) {method} {address}: {'; '.join(faults)}" if faults else None
