"""A Tour in which every team has something of every kind that no other may see or touch.

What is hidden (draft, withdrawn, private, only in the admin) bears a secret word of its owner, in its title, text, file
name, address, collection…; an answer that holds the secret of another is a leak. What is published bears none.
"""

from dataclasses import dataclass, field
from datetime import time, timedelta
from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file_jpeg
from wagtail.models import (
    Collection,
    Comment,
    CommentReply,
    GroupApprovalTask,
    PageLogEntry,
    PageSubscription,
    PageViewRestriction,
    Site,
    UploadedFile,
)

from home import bootstrap
from stages.domain import planning
from stages.domain.health import DELIVERIES
from stages.enums import DeliveryKind
from stages.models import Delivery, PersonPage, PressReleasePage, ReminderRule, StagePage
from tests.factories import (
    DocumentFactory,
    EditionPageFactory,
    EditorialPageFactory,
    ImageFactory,
    PartnerPageFactory,
    PersonPageFactory,
    PressReleasePageFactory,
    SourceFactory,
    StagePageFactory,
    SubscriptionFactory,
    ThemeFactory,
    UserFactory,
)
from tour import clock, mail, membership, suppressions, teams
from tour.heartbeat import QUEUED_MAIL
from tour.models import BasePage, Heartbeat, MailState, QueuedMail, SuppressionReason, Team

#: The secret words: of what a stage or partner hides, of the people in its team, of what is in review.
SECRETS = {
    "A": "mirabelle",
    "B": "quetsche",
    "P": "reinette",
    "Q": "calville",
    "national": "bergamote",
    "people of A": "mésange",
    "people of B": "fauvette",
    "people of P": "pinson",
    "people of Q": "bouvreuil",
    "in review of A": "noisette",
    "in review of B": "amande",
    "followers": "groseille",
}
"""Words rather than codes: they go through slugs, search and templates as real ones do. Followers' addresses are
nobody's to read.
"""

ABSENT = 99_999_999


@dataclass
class Holding:
    """What one team keeps, each thing by the name under which the grid asks for it."""

    letter: str
    page: BasePage
    things: dict = field(default_factory=dict)

    def __getattr__(self, name):
        try:
            return self.__dict__["things"][name]
        except KeyError as missing:
            raise AttributeError(name) from missing


def build():
    """Make everything; return the world: holdings by letter, users by role."""
    bootstrap.bootstrap()
    edition = publish(EditionPageFactory(title="Tour 2014", year=2014, draft=True))
    older = publish(EditionPageFactory(title="Tour 2013", year=2013, reviews_changes=True, draft=True))
    stages = {
        "A": publish(StagePageFactory(parent=edition, title="Alençon", slug="alencon", draft=True)),
        "B": publish(StagePageFactory(parent=edition, title="Bourges", slug="bourges", draft=True)),
    }
    partners = {
        "P": publish(PartnerPageFactory(title="Pépinière", slug="pepiniere", draft=True)),
        "Q": publish(PartnerPageFactory(title="Quincaille", slug="quincaille", draft=True)),
    }
    world = SimpleNamespace(edition=edition, older=older, users={}, holdings={}, cookies={})
    make_national(world)
    for letter, page in {**stages, **partners}.items():
        world.holdings[letter] = make_holding(world, letter, page)
    make_reviewed(world)
    make_traces(world)
    world.alias = world.holdings["A"].page.create_alias(parent=world.older, update_slug="alias-alencon")
    world.plain_group = Group.objects.create(name="Sans équipe")
    make_outsiders(world)
    bear_secrets(world)
    log_in(world)
    end_rights(world)
    keep_mails_well()
    return world


def keep_mails_well():
    """Nothing is late, nor will be: an address that says 503 of mails that do not leave does its duty."""
    later = clock.now() + timedelta(days=1)
    QueuedMail.objects.filter(state=MailState.DUE).update(next_try_at=later)
    for name in (DELIVERIES, QUEUED_MAIL):
        Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": later})


def publish(page):
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def make_national(world):
    """The national team, a superuser, and what only they see."""
    secret = SECRETS["national"]
    users = world.users
    users["national"] = UserFactory(email="nationale@example.org", first_name="Nadia", last_name="Nationale")
    users["national"].groups.add(Group.objects.get(name=bootstrap.NATIONAL_TEAM))
    users["superuser"] = UserFactory(national=True, email="machine@example.org", last_name="Machine")
    users["reviewer"] = UserFactory(email="relecture@example.org", last_name="Relecture")
    users["reviewer"].groups.add(Group.objects.get(name=teams.REVIEWERS))
    EditionPageFactory(title=f"Brouillon {secret} 2015", slug=f"tour-{secret}", year=2015, draft=True)
    EditorialPageFactory(title=f"Brouillon {secret}", slug=f"page-{secret}", draft=True)
    closed = publish(
        PressReleasePageFactory(parent=world.edition, title=f"Réservé {secret}", slug=f"reserve-{secret}", draft=True)
    )
    world.restriction = PageViewRestriction.objects.create(
        page=closed, restriction_type=PageViewRestriction.PASSWORD, password=f"mot de {secret}"
    )
    world.closed = closed
    world.redirect = Redirect.objects.create(old_path=f"/ancienne-{secret}", redirect_link=f"https://{secret}.example/")
    world.mail = mail.queue(to=f"lettre@{secret}.example", subject=f"Objet {secret}", text=f"Texte {secret}")
    QueuedMail.objects.filter(pk=world.mail.pk).update(state=MailState.FAILED, reason=secret)
    suppressions.suppress("suspendue@example.org", SuppressionReason.REFUSED, secret)
    world.rule = ReminderRule.objects.national().first()
    world.theme = ThemeFactory(name="numérique rural")
    world.source = SourceFactory(title="Compte rendu public", code="public")
    world.site = Site.objects.get(is_default_site=True)
    world.shared_image = ImageFactory(title="Image de tous", collection=teams.shared_collection())
    world.shared_document = DocumentFactory(title="Document de tous", collection=teams.shared_collection())
    hidden = Collection.get_first_root_node().add_child(name=f"Collection {secret}")
    world.hidden_image = image(secret, hidden)
    world.hidden_document = document(secret, hidden)


def make_holding(world, letter, page):
    """One of everything for the team of ``page``, all with its secret word."""
    secret, people = SECRETS[letter], SECRETS[f"people of {letter}"]
    is_stage = isinstance(page, StagePage)
    team = Team.objects.get(page=page)
    user = UserFactory(email=f"{letter.lower()}@{plain(people)}.example", first_name=letter, last_name=people)
    mate = UserFactory(email=f"mate@{plain(people)}.example", last_name=f"Deuxième {people}")
    # Who asks once belonged to the other team, where her own name is known.
    asking = UserFactory(email=f"{letter.lower()}@example.org", last_name=f"Connue {letter}")
    for member in (user, mate, asking):
        member.groups.add(team.group)
    world.users[f"organiser {letter}" if is_stage else f"partner {letter}"] = asking
    holding = Holding(letter, page)
    things = {
        "team": team,
        "user": user,
        "mate": mate,
        "asking": asking,
        "collection": team.collection.add_child(name=f"Collection {secret}"),
        "image": image(secret, team.collection),
        "document": document(secret, team.collection),
        "invitation": membership.invite(team, email=f"invite@{secret}.example", by=user),
        "workflow": team.workflow,
        "task": team.workflow.tasks.first(),
    }
    holding.things = things
    # Published, with a newer draft: one revision that went live, one that was put back, the latest.
    page.title, page.summary = f"{page.title} {secret}", f"Brouillon {secret}"
    things["revision"] = page.save_revision(user=user)
    page.latest_revision = things["latest"] = page.save_revision(user=user, log_action=True)
    page.refresh_from_db()
    comment = Comment.objects.create(
        page=BasePage.objects.get(pk=page.pk), user=user, text=f"Remarque {secret}", contentpath="title"
    )
    CommentReply.objects.create(comment=comment, user=mate, text=f"Réponse {secret}")
    PageSubscription.objects.create(page=BasePage.objects.get(pk=page.pk), user=user, comment_notifications=True)
    things |= mails(secret, page if is_stage else None)
    things["session"] = editing(user, page)
    editing(mate, page)
    things["image_upload"] = upload(asking, secret, type(things["image"]), "jpg")
    things["document_upload"] = upload(asking, secret, type(things["document"]), "pdf")
    if is_stage:
        draft = PressReleasePageFactory(
            parent=page,
            title=f"Brouillon {secret}",
            slug=f"communique-{secret}",
            draft=True,
            document=things["document"],
        )
        draft.owner = user
        draft.save()
        draft.save_revision(user=user)
        things["draft"] = draft
        person = publish(PersonPageFactory(title=f"Camille Martin {letter}", kept_by=page, draft=True))
        person.title, person.summary = f"Camille {secret}", f"Brouillon {secret}"
        things["scheduled"] = person.save_revision(user=mate, approved_go_live_at=clock.now() + timedelta(days=30))
        things["person"] = PersonPage.objects.get(pk=person.pk)
        things["hidden_stage"] = StagePageFactory(
            parent=world.edition, title=f"Brouillon {secret}", slug=f"etape-{secret}", draft=True
        )
    else:
        draft = PartnerPageFactory(title=f"Brouillon {secret}", slug=f"partenaire-{secret}", draft=True)
        draft.save_revision(user=user)
        for member in (user, mate, asking):
            member.groups.add(Team.objects.get(page=draft).group)
        things["draft"] = things["hidden_stage"] = draft
        things["person"], things["scheduled"] = page, things["revision"]
    holding.page = type(page).objects.get(pk=page.pk)
    return holding


def make_reviewed(world):
    """At each stage a press release waits for review, with a secret of its own; what partners asked was sent back."""
    for letter in ("A", "B"):
        holding, secret = world.holdings[letter], SECRETS[f"in review of {letter}"]
        release = PressReleasePageFactory(
            parent=holding.page, title=f"Relire {secret}", slug=f"relire-{secret}", draft=True
        )
        release.save_revision(user=holding.user)
        state = holding.workflow.start(release, holding.user)
        holding.things |= {
            "in_review": PressReleasePage.objects.get(pk=release.pk),
            "workflow_state": state,
            "task_state": state.current_task_state,
            "review_revision": state.current_task_state.revision,
        }
    for letter in ("P", "Q"):
        holding = world.holdings[letter]
        state = holding.workflow.start(holding.page, holding.user)
        state.current_task_state.reject(user=world.users["national"])
        holding.things |= {
            "in_review": holding.page,
            "workflow_state": state,
            "task_state": state.current_task_state,
            "review_revision": state.current_task_state.revision,
        }


def make_traces(world):
    """Who asks worked for the other team, and was taken out of it: what she did there is kept."""
    for letter, other in (("A", "B"), ("B", "A"), ("P", "Q"), ("Q", "P")):
        user, left = world.holdings[letter].asking, world.holdings[other]
        page = BasePage.objects.get(pk=left.page.pk)
        for target in (page, BasePage.objects.get(pk=left.draft.pk)):
            PageLogEntry.objects.log_action(target.specific, "wagtail.edit", user=user)
        PageSubscription.objects.get_or_create(page=page, user=user, comment_notifications=True)
        BasePage.objects.filter(pk=left.hidden_stage.pk).update(locked=True, locked_by=user, locked_at=clock.now())
        editing(user, left.page)
        left.workflow_state.requested_by = user
        left.workflow_state.save()


def make_outsiders(world):
    """People without a place in the admin."""
    world.users["stranger"] = UserFactory(email="personne@example.org")
    for role in ("deactivated", "removed"):
        user = world.users[role] = UserFactory(email=f"{role}@example.org")
        user.groups.add(world.holdings["A"].team.group)


def log_in(world):
    """A session for everybody; ``world.cookies`` holds their keys."""
    for role, user in world.users.items():
        client = Client()
        client.force_login(user)
        world.cookies[role] = client.cookies[settings.SESSION_COOKIE_NAME].value


def end_rights(world):
    """What happens to two of them while they are logged in."""
    national = world.users["national"]
    membership.set_active(world.users["deactivated"], is_active=False, by=national)
    membership.leave_out(world.holdings["A"].team, user=world.users["removed"], by=national)


def bear_secrets(world):
    """Names that follow from a page's published title say nothing hidden: here they do."""
    for letter, holding in world.holdings.items():
        secret = SECRETS[letter]
        Group.objects.filter(pk=holding.team.group_id).update(name=f"Groupe {secret}")
        Collection.objects.filter(pk=holding.team.collection_id).update(name=f"Fichiers {secret}")
        # Who reviews is told the name of the task.
        told = SECRETS.get(f"in review of {letter}", secret)
        GroupApprovalTask.objects.filter(pk=holding.task.pk).update(name=f"Tâche {told}")


def plain(word):
    """As it stands in an address."""
    return word.replace("é", "e")


def image(secret, collection):
    made = ImageFactory(
        title=f"Image {secret}",
        description=f"Vue {secret}",
        credit=f"Crédit {secret}",
        collection=collection,
        file__filename=f"{secret}.png",
    )
    made.get_file_hash(), made.get_file_size()  # kept at the first look
    return made


def document(secret, collection):
    made = DocumentFactory(
        title=f"Document {secret}",
        credit=f"Crédit {secret}",
        collection=collection,
        file__filename=f"{secret}.pdf",
        file__data=f"%PDF-1.4 {secret}".encode(),
    )
    made.get_file_hash(), made.get_file_size()  # kept at the first look
    return made


def mails(secret, stage):
    """A rule, and a mail to a follower whose address a mail server repeated; of no stage, the mail is the nation's."""
    address = f"{plain(SECRETS['followers'])}.{stage.pk if stage else secret}@courriel.example"
    rule = ReminderRule.objects.national().first()
    if stage:
        rule = ReminderRule.objects.create(stage=stage, days=-20, at=time(9), subject=f"Objet {secret}")
    delivery = Delivery.objects.create(
        key=f"reminder {address}",
        kind=DeliveryKind.REMINDER,
        stage=stage,
        rule=rule,
        subscription=SubscriptionFactory(email=address),
        state=MailState.FAILED,
        planned_at=clock.now(),
        due_at=clock.now(),
        next_try_at=clock.now(),
        reason=suppressions.without_address(f"550 <{address}> {secret}", address),
    )
    planning.note([delivery], at=clock.now())
    return {"rule": rule, "delivery": delivery}


def editing(user, page):
    return EditingSession.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(type(page)),
        object_id=str(page.pk),
        last_seen_at=clock.now(),
        is_editing=True,
    )


def upload(user, secret, model, extension):
    content = get_test_image_file_jpeg().file.getvalue() if extension == "jpg" else f"%PDF-1.4 {secret}".encode()
    return UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(model),
        uploaded_by_user=user,
        file=ContentFile(content, name=f"{secret}.{extension}"),
    )
