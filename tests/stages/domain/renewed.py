"""An edition that is planned again: what the tests of its renewal share."""

import pytest

from stages.domain.renewal import plan_renewal, roles_to_renew, stages_to_renew
from tests.factories import EditionPageFactory


def plan(edition, *, stages=None, **chosen):
    """The plan of 2015 that takes everything on, but for what is ``chosen`` otherwise."""
    stages = stages_to_renew(edition) if stages is None else stages
    everything = {
        "year": 2015,
        "title": "Tour 2015",
        "edition_roles": [role.pk for role in roles_to_renew(edition)],
        "stage_roles": [role.pk for stage in stages for role in stage.partner_roles.all()],
    }
    return plan_renewal(edition=edition, stages=stages, **{**everything, **chosen})


@pytest.fixture
def edition(db):
    return EditionPageFactory(
        published=True, title="Tour 2014", slug="tour-2014", ordinal=2, official_name="Tour de France du Télétravail"
    )
