"""Does a piece of work after the fact, in a thread of its own: nobody waits for it."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import connection

logger = logging.getLogger(__name__)


class Sender:
    """Runs WORK soon after each `wake`, once for several within PAUSE seconds, never twice at a time.

    The pause also lets the request that changed something go on: threads share one processor in Python.
    The thread begins when there is something to do and ends when there is nothing left: a process that forks has none.
    It is not a daemon, so a process that ends lets it finish; what a killed one leaves is found where WORK looks.
    """

    def __init__(self, work: Callable[[], None], pause: float = 0.0) -> None:
        self._work, self._pause = work, pause
        self._lock = threading.Lock()
        self._wanted = False
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """Says that there is something to do, and returns at once."""
        with self._lock:
            self._wanted = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="search-sender")
                self._thread.start()

    def wait(self) -> None:
        """Returns once everything asked so far is done."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        time.sleep(self._pause)
        while self._goes_on():
            try:
                self._work()
            except Exception:
                logger.exception("search: what was to be sent waits for update_search --pending")
            finally:
                connection.close()

    def _goes_on(self) -> bool:
        with self._lock:
            wanted, self._wanted = self._wanted, False
            if not wanted:
                self._thread = None
            return wanted
