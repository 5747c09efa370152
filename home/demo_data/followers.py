"""Who follows the Tour in the demonstration, and in its rehearsal (`manage.py replay_tour`). Nobody is real: example.org
is reserved for that (RFC 2606).
"""

from stages.enums import Moment

#: Each names what it follows: a stage by its slug, a region, a theme; else the whole Tour.
FOLLOWERS = [
    {"email": "ada@example.org", "stage": "mende"},
    {"email": "basile@example.org", "region": "Occitanie"},
    {"email": "colette@example.org", "theme": "ruralité"},
    {"email": "denis@example.org"},
    {"email": "elise@example.org", "stage": "mende", "declined": [Moment.EVE, Moment.MORNING]},
]

#: Those who come and go while the Tour is rehearsed: Paris wall-clock time.
PASSERS_BY = [
    {"email": "fanny@example.org", "stage": "mende", "comes_at": "2014-10-04T18:00"},
    {"email": "gilles@example.org", "region": "Occitanie", "comes_at": "2014-10-09T08:10"},
    {"email": "hana@example.org", "comes_at": "2014-10-09T12:00"},
    {"email": "ivan@example.org", "stage": "mende", "comes_at": "2014-09-01T12:00", "leaves_at": "2014-10-06T20:00"},
    {"email": "jeanne@example.org", "stage": "mende", "comes_at": "2014-09-01T12:00", "pauses_at": "2014-10-08T09:00"},
]
