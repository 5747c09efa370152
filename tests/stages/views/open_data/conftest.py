"""Fixtures of these tests."""

import pytest

from tests.factories import (
    EditionPageFactory,
    EditionPartnerFactory,
    ParticipationFactory,
    PartnerNameFactory,
    PartnerPageFactory,
    ProgrammeItemFactory,
    StagePageFactory,
    StagePartnerFactory,
    ThemeFactory,
)
from tests.stages.views.open_data.files import AWKWARD


@pytest.fixture(autouse=True)
def _before(clock_at, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://tour.example/"
    clock_at("2014-10-08T12:00")


@pytest.fixture
def tour(home):
    """A Tour with some of everything, of which nothing is plain."""
    edition = EditionPageFactory(year=2014, slug="tour-2014", dated=True)
    stage = StagePageFactory(
        parent=edition, title=AWKWARD["quotes"], slug="mende", position=1, timed=True, located=True, price="-10 %"
    )
    stage.themes.add(ThemeFactory(name="a | b"), ThemeFactory(name="télétravail"))
    stage.save()
    StagePageFactory(parent=edition, title="É" * 255, position=2, unknown=True)
    StagePageFactory(parent=edition, title=AWKWARD["emoji"], position=3, period=True, summary="@tous\nune\tligne")
    item = ProgrammeItemFactory(
        stage=stage, timed=True, title=AWKWARD["formula"], kinds=["talk"], description="<p>un</p><p>deux, trois</p>"
    )
    ParticipationFactory(item=item, name="Camille, Martin", function="＝présidente", organisation='"Elle"')
    ParticipationFactory(item=item, with_page=True)
    ProgrammeItemFactory(stage=stage, all_day=True)
    ProgrammeItemFactory(stage=stage)
    partner = PartnerPageFactory(title="+ de liens", summary="\u00a0-1", website="https://liens.example/")
    PartnerNameFactory(partner=partner, name="Liens, & Cie")
    EditionPartnerFactory(edition=edition, partner=partner)
    StagePartnerFactory(stage=stage, partner=partner)
    return edition
