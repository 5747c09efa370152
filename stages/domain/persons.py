"""People who take part, as a stage's team adds them."""

from django.db import transaction

from stages.models import PersonIndexPage, PersonPage, StagePage


@transaction.atomic
def add_person(*, under: PersonIndexPage, kept_by: StagePage, given_name: str, family_name: str, by) -> PersonPage:
    """The draft of a new person's page, which the team of ``kept_by`` keeps; its address is made of the name."""
    person = PersonPage(
        title=f"{given_name} {family_name}", family_name=family_name, kept_by=kept_by, owner=by, live=False
    )
    PersonIndexPage.objects.select_for_update().get(pk=under.pk).add_child(instance=person)
    person.save_revision(user=by)  # that it was made is in its history already
    return person
