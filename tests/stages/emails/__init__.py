"""Each mail of the Tour as Mende's followers get it, for tests; the files beside are their texts."""

import re
from dataclasses import replace
from datetime import date

from stages.domain import letters, mail_samples, schedule
from stages.emails import Letter
from stages.enums import DateKind, Moment, StageStatus
from stages.mail_texts import TEXTS
from stages.models import Delivery, StagePage
from tests.factories import ConsentFactory, FollowFactory, SubscriptionFactory

#: Of followers' links, what differs each time.
SIGNATURE = re.compile(r"(/suivre/[\w-]+/)[^/\s\"<]+/")
#: When each reminder leaves.
MOMENTS = {
    Moment.AHEAD: "2014-10-02T09:00",
    Moment.EVE: "2014-10-08T17:00",
    Moment.MORNING: "2014-10-09T07:00",
    Moment.AFTER: "2014-10-12T09:00",
}
ACCESS = "<p>Gare de Mende à dix minutes à pied.</p><ul><li>Parking place du Foirail</li></ul>"


def mende() -> StagePage:
    """The stage of Mende, wherever it was made; read anew, since what a mail reads of a stage it keeps."""
    return StagePage.objects.with_progress().with_venue().get(slug="mende")


def every_mail(clock_at) -> dict[str, Letter]:
    """Name → mail, signatures left out. ``clock_at`` puts the clock at a moment; Mende has nothing unknown."""
    stage = mende()
    stage.access, stage.price, stage.venue_note = ACCESS, "Gratuit sur inscription", "Entrée par la cour."
    stage.registration_url, stage.programme_version = "https://inscription.example/mende", 1
    stage.programme_items.update(is_provisional=False)
    stage.save()
    follower = SubscriptionFactory(follows="tour")
    FollowFactory(subscription=follower, scope="stage", stage=stage)
    made = {}
    for moment, instant in MOMENTS.items():
        clock_at(instant)
        made[f"reminder-{moment}"] = letters.reminder_of(mende(), moment, letters.to(follower, mende()))
    clock_at("2014-10-02T09:00")
    made |= changes(letters.to(follower, mende()))
    made["confirmation"] = letters.confirmation(Delivery(consent=ConsentFactory(subject="l’étape Mende")))
    made["access"] = letters.access(Delivery(subscription=follower))
    for name in ("nudge", "nudge-partner", "digest", "alert"):
        said = TEXTS[name]
        made[name] = mail_samples.sample(name, mende(), (said.subject, said.text))
    return {name: without_signatures(letter) for name, letter in made.items()}


def changes(reader) -> dict[str, Letter]:
    """Mende moved by a week and a place, cancelled, put off with a word why and without (a day, too), and held after
    all.
    """
    made = {}
    for name, kind, status, note in (
        ("changed", "changed", StageStatus.CONFIRMED, ""),
        ("reinstated", "changed", StageStatus.CONFIRMED, ""),
        ("cancelled", "cancelled", StageStatus.CANCELLED, "La salle est fermée. Les inscriptions sont annulées."),
        ("postponed", "postponed", StageStatus.POSTPONED, "Neige au col. Gardez votre inscription."),
        ("postponed-without-a-word", "postponed", StageStatus.POSTPONED, ""),
    ):
        stage = mende()
        before = schedule.version_of(stage, {})
        if name == "reinstated":
            before.status = StageStatus.CANCELLED
        if name == "changed":
            stage.starts_on, stage.opening_time = date(2014, 10, 16), None
            stage.venue, stage.venue_name = None, "Salle Urbain V"
        if name == "postponed-without-a-word":
            stage.date_kind, stage.starts_on, stage.opening_time = DateKind.UNKNOWN, None, None
        stage.status, stage.status_note = status, note
        made[name] = letters.change_of(stage, kind, schedule.version_of(stage, {}), before, reader)
    return made


def without_signatures(letter: Letter) -> Letter:
    return replace(letter, text=SIGNATURE.sub(r"\1JETON/", letter.text), html=SIGNATURE.sub(r"\1JETON/", letter.html))
