"""The cache in a Redis that may be away: a visitor then waits for nothing, and loses what a cache would have saved."""

from functools import wraps
from logging import getLogger
from time import monotonic

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = getLogger(__name__)

#: Seconds for which a Redis that did not answer is not asked again: a page asks several times.
AWAY = 10
#: Options of the connection: how long one question may take, and that it is not asked again.
QUICK = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3, "retry": None}


def unless_away(method, otherwise):
    """A client's method that answers ``otherwise(*its arguments)`` while Redis is away."""

    @wraps(method)
    def ask(self, *args):
        if monotonic() < self.away_until:
            return otherwise(*args)
        try:
            return method(self, *args)
        except RedisError:
            type(self).away_until = monotonic() + AWAY
            logger.exception("The cache's Redis is away.")
            return otherwise(*args)

    return ask


class ClientOfAbsent(RedisCacheClient):
    """As an empty cache that keeps nothing, while Redis is away."""

    away_until = 0.0  # of the process: its threads have a client each

    get = unless_away(RedisCacheClient.get, lambda key, default: default)
    add = unless_away(RedisCacheClient.add, lambda key, value, timeout: True)
    set = unless_away(RedisCacheClient.set, lambda key, value, timeout: None)
    touch = unless_away(RedisCacheClient.touch, lambda key, timeout: False)
    delete = unless_away(RedisCacheClient.delete, lambda key: False)
    has_key = unless_away(RedisCacheClient.has_key, lambda key: False)
    incr = unless_away(RedisCacheClient.incr, lambda key, delta: delta)
    get_many = unless_away(RedisCacheClient.get_many, lambda keys: {})
    set_many = unless_away(RedisCacheClient.set_many, lambda data, timeout: None)
    delete_many = unless_away(RedisCacheClient.delete_many, lambda keys: None)
    clear = unless_away(RedisCacheClient.clear, lambda: False)


class PatientRedisCache(RedisCache):
    """Django's Redis cache, but that its absence is no error. Tries (of passwords…) are not counted meanwhile."""

    def __init__(self, server, params):
        super().__init__(server, {**params, "OPTIONS": {**QUICK, **params.get("OPTIONS", {})}})
        self._class = ClientOfAbsent
