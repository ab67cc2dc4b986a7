"""Keeps requests from waiting for a server that is away: after one failure nobody asks it for a while."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Closed, it lets everything through; tripped, nothing for REST seconds, then one request to see.

    One per process, shared by its threads: a dead cache server must not add to a dead search server.
    """

    def __init__(self, rest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.rest, self._clock = rest, clock
        self._until: float | None = None
        self._lock = threading.Lock()

    @property
    def closed(self) -> bool:
        return self._until is None

    def lets_through(self) -> bool:
        """Whether to ask the server. Who is let through after a rest is alone until it knows."""
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self.rest
            return True

    def trip(self) -> bool:
        """The server did not answer. True when that is news."""
        with self._lock:
            was_closed, self._until = self._until is None, self._clock() + self.rest
            return was_closed

    def close(self) -> bool:
        """The server answered. True when that is news."""
        with self._lock:
            was_open, self._until = self._until is not None, None
            return was_open
