"""How often something may be tried before it is put off: counted in the cache, since the first try, for a while."""

from dataclasses import dataclass

from django.core.cache import cache
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries within ``seconds`` for the same words: an address, where somebody comes from."""

    name: str
    most: int
    seconds: int

    def is_reached(self, *words: str) -> bool:
        return cache.get(self.key(words), 0) >= self.most

    def count(self, *words: str):
        key = self.key(words)
        cache.add(key, 0, self.seconds)
        cache.incr(key)

    def key(self, words):
        """Without the words themselves, which are people's and may hold any sign."""
        hashed = salted_hmac("tour.tries", "\0".join(words).lower(), algorithm="sha256")
        return f"{self.name}-{hashed.hexdigest()}"


#: Mails to choose another password, to an address.
RESET = Limit("reset", most=5, seconds=24 * 60 * 60)
#: Forms of those who follow the Tour, from one place: a household, an office.
FOLLOW = Limit("follow", most=20, seconds=60 * 60)
#: The same to one mailbox, however its address is spelled (``tour.addresses.mailbox_of``).
MAILBOX = Limit("mailbox", most=6, seconds=24 * 60 * 60)
