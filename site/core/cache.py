"""A cache in Redis that the site does without when Redis is away: an error is a miss, and pages stay fast."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

# Seconds. A page asks several times: what does not answer at once is slower than doing without.
CONNECT_SECONDS = 0.2
READ_SECONDS = 0.5
# How long a server that has failed is not asked again, and how long before that is said again.
REST_SECONDS = 5
SILENCE_SECONDS = 300


class Breaker:
    """Whether to ask a server, for this process; the threads share it, and a race only asks or tells once more."""

    def __init__(self) -> None:
        self._resting_until = 0.0
        self._silent_until = 0.0
        self._failing = self._told = False

    @property
    def is_closed(self) -> bool:
        """Whether the server may be asked."""
        return not self._failing or time.monotonic() >= self._resting_until

    def failed(self, error: Exception) -> None:
        now = time.monotonic()
        self._failing, self._resting_until = True, now + REST_SECONDS
        if now >= self._silent_until:
            self._silent_until, self._told = now + SILENCE_SECONDS, True
            logger.warning("cache: Redis is away, the site does without: %s", error)

    def answered(self) -> None:
        self._failing = False
        if self._told:
            self._told = False
            logger.warning("cache: Redis is back")


# By servers: each thread has clients of its own, and each cache too.
breakers: dict[tuple[str, ...], Breaker] = defaultdict(Breaker)


class ForgivingClient(RedisCacheClient):
    """Django's client, whose every method answers as for a key that is not there when Redis does not."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        # One more try at once: the connection kept from before a restart of Redis is dead, the next one is not.
        again = Retry(NoBackoff(), 1)
        limits: dict[str, Any] = {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": READ_SECONDS,
            "retry": again,
        }
        super().__init__(servers, **limits | options)
        self._breaker = breakers[tuple(servers)]

    def _ask(self, missed: Answer, ask: Callable[..., Answer], *given: Any) -> Answer:
        return self._try(missed, ask, *given) if self._breaker.is_closed else missed

    def _try(self, missed: Answer, ask: Callable[..., Answer], *given: Any) -> Answer:
        """What ASK answers, else MISSED. Called at once, it asks a server that rests too."""
        try:
            answer = ask(*given)
        except RedisError as error:
            self._breaker.failed(error)
            return missed
        self._breaker.answered()
        return answer

    def get(self, key: str, default: Any) -> Any:
        return self._ask(default, super().get, key, default)

    def get_many(self, keys: Iterable[str]) -> dict[Any, Any]:
        return self._ask({}, super().get_many, keys)

    def has_key(self, key: str) -> bool:
        return self._ask(False, super().has_key, key)

    def add(self, key: str, value: Any, timeout: int | None) -> bool:
        return self._ask(False, super().add, key, value, timeout)

    def set(self, key: str, value: Any, timeout: int | None) -> None:
        self._ask(None, super().set, key, value, timeout)

    def set_many(self, data: Mapping[str, Any], timeout: int | None) -> None:
        self._ask(None, super().set_many, data, timeout)

    def touch(self, key: str, timeout: int | None) -> bool:
        return self._ask(False, super().touch, key, timeout)

    def incr(self, key: str, delta: int) -> int:
        """Raises ValueError for a key that is not there, as Django says, thus when Redis is not."""
        found = self._ask(None, super().incr, key, delta)
        if found is None:
            raise ValueError(f"Key '{key}' not found.")
        return found

    # What is deleted is no longer true: a server that rests is asked all the same, lest it answers it when it is back.

    def delete(self, key: str) -> bool:
        return self._try(False, super().delete, key)

    def delete_many(self, keys: Iterable[str]) -> None:
        self._try(None, super().delete_many, keys)

    def clear(self) -> bool:
        return self._try(False, super().clear)


class ForgivingRedisCache(RedisCache):
    """Django's cache in Redis, with that client."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = ForgivingClient
