"""Editions, stages, programmes, people and the press."""

from datetime import date, time
from decimal import Decimal

import factory

from partners.enums import PartnerRole
from stages.enums import Attendance, DateKind, RequirementKind, StageKind, StageStatus
from stages.models import (
    EditionPage,
    EditionPartner,
    Participation,
    PersonFunction,
    PersonIndexPage,
    PersonPage,
    PressContact,
    PressReleasePage,
    ProgrammeItem,
    Publication,
    Requirement,
    StagePage,
    StagePartner,
)
from tests.factories.home import home_page
from tests.factories.page import IndexPageFactory, PageFactory, RowFactory
from tests.factories.partners import PartnerPageFactory


class EditionPageFactory(PageFactory):
    """The edition of a year, without known dates; ``dated`` runs from 6 May to 9 October of it."""

    year = 2014
    title = factory.LazyAttribute(lambda edition: f"Tour {edition.year}")

    class Meta:
        model = EditionPage

    class Params:
        dated = factory.Trait(
            starts_on=factory.LazyAttribute(lambda edition: date(edition.year, 5, 6)),
            ends_on=factory.LazyAttribute(lambda edition: date(edition.year, 10, 9)),
        )

    @classmethod
    def default_parent(cls):
        return home_page()


class RequirementFactory(RowFactory):
    """A photo, a fortnight before. ``EditionPageFactory(requirements=[…])`` has those instead of the usual ones."""

    edition = factory.SubFactory(EditionPageFactory)
    kind = RequirementKind.PHOTO
    days = -14

    class Meta:
        model = Requirement


class StagePageFactory(PageFactory):
    """A stage whose date is unknown. Kinds of date: ``exact`` (9 October 2014, no hours), ``timed`` (9 h to 18 h),
    ``several_days`` (9 to 11 October, 9 h to 18 h), ``period`` (May or June 2014).
    """

    title = factory.Sequence(lambda n: f"Étape {n}")

    class Meta:
        model = StagePage

    class Params:
        exact = factory.Trait(date_kind=DateKind.EXACT, starts_on=date(2014, 10, 9))
        timed = factory.Trait(exact=True, opening_time=time(9), closing_time=time(18))
        several_days = factory.Trait(timed=True, ends_on=date(2014, 10, 11))
        period = factory.Trait(date_kind=DateKind.PERIOD, starts_on=date(2014, 5, 1), ends_on=date(2014, 6, 30))
        unknown = factory.Trait(date_kind=DateKind.UNKNOWN)
        cancelled = factory.Trait(status=StageStatus.CANCELLED)
        postponed = factory.Trait(status=StageStatus.POSTPONED)
        rural = factory.Trait(kind=StageKind.RURAL)
        located = factory.Trait(
            city="Mende", department="48", latitude=Decimal("44.51820"), longitude=Decimal("3.50130")
        )
        with_results = factory.Trait(results=[("heading", "Ce qu’il en reste")])

    @classmethod
    def default_parent(cls):
        return EditionPage.objects.first() or EditionPageFactory()


class StagePartnerFactory(RowFactory):
    stage = factory.SubFactory(StagePageFactory)
    partner = factory.SubFactory(PartnerPageFactory)
    role = PartnerRole.PARTNER

    class Meta:
        model = StagePartner


class EditionPartnerFactory(RowFactory):
    edition = factory.SubFactory(EditionPageFactory)
    partner = factory.SubFactory(PartnerPageFactory)
    role = PartnerRole.ORGANISER

    class Meta:
        model = EditionPartner


class ProgrammeItemFactory(RowFactory):
    """A moment at an hour still to be confirmed; ``timed`` lasts from 9 h 15 to 10 h, ``open_ended`` starts then."""

    stage = factory.SubFactory(StagePageFactory)
    title = factory.Sequence(lambda n: f"Moment {n}")

    class Meta:
        model = ProgrammeItem

    class Params:
        open_ended = factory.Trait(start_time=time(9, 15))
        timed = factory.Trait(open_ended=True, end_time=time(10))
        all_day = factory.Trait(is_all_day=True)
        released = factory.Trait(is_provisional=False)


class PersonIndexPageFactory(IndexPageFactory):
    title = "Intervenants"

    class Meta:
        model = PersonIndexPage

    @classmethod
    def default_parent(cls):
        return home_page()


class PersonPageFactory(PageFactory):
    family_name = factory.Sequence(lambda n: f"Martin{n}")
    title = factory.LazyAttribute(lambda person: f"Camille {person.family_name}")

    class Meta:
        model = PersonPage

    @classmethod
    def default_parent(cls):
        return PersonIndexPageFactory()


class PersonFunctionFactory(RowFactory):
    person = factory.SubFactory(PersonPageFactory)
    function = "présidente"

    class Meta:
        model = PersonFunction


class ParticipationFactory(RowFactory):
    """Somebody announced by a bare name; ``with_page`` by a person's page, ``function_only`` by a function alone."""

    item = factory.SubFactory(ProgrammeItemFactory)
    name = factory.Sequence(lambda n: f"Nom {n}")

    class Meta:
        model = Participation

    class Params:
        with_page = factory.Trait(name="", person=factory.SubFactory(PersonPageFactory))
        function_only = factory.Trait(name="", function="le préfet")
        alternate = factory.Trait(is_alternate=True)
        unannounced = factory.Trait(is_announced=False)
        present = factory.Trait(attendance=Attendance.PRESENT)
        absent = factory.Trait(attendance=Attendance.ABSENT)


class PressReleasePageFactory(PageFactory):
    """A press release of a stage; ``issued`` on 25 September 2014."""

    title = factory.Sequence(lambda n: f"Communiqué {n}")
    body = factory.LazyFunction(lambda: [("paragraph", "<p>Le Tour fait <b>étape</b> en Lozère.</p>")])

    class Meta:
        model = PressReleasePage

    class Params:
        issued = factory.Trait(is_issued=True, issued_on=date(2014, 9, 25))

    @classmethod
    def default_parent(cls):
        return StagePage.objects.first() or StagePageFactory()


class PressContactFactory(RowFactory):
    press_release = factory.SubFactory(PressReleasePageFactory)
    name = "Dominique Durand"
    is_public = True

    class Meta:
        model = PressContact


class PublicationFactory(RowFactory):
    page = None
    title = factory.Sequence(lambda n: f"Article {n}")

    class Meta:
        model = Publication
