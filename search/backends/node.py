"""The connection to Elasticsearch, with a limit to a whole request rather than to each of its silences."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from elastic_transport import ConnectionTimeout, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT


class DeadlineNode(Urllib3HttpNode):
    """A server that answers a byte at a time is never silent for long: it is left when the time is over all the same.

    Each request is made by a thread that no one waits for any longer than that, nor does the end of the process.
    """

    def perform_request(self, *args: Any, request_timeout: Any = DEFAULT, **named: Any) -> Any:
        """As Urllib3HttpNode; raises ConnectionTimeout when the answer is not whole in time."""
        limit = self.config.request_timeout if request_timeout is DEFAULT else request_timeout
        answer: Future[Any] = Future()
        ask = super().perform_request

        def work() -> None:
            _tell(answer, lambda: ask(*args, request_timeout=request_timeout, **named))

        threading.Thread(target=work, name="search-request", daemon=True).start()
        try:
            return answer.result(limit)
        except TimeoutError as error:
            raise ConnectionTimeout("the answer was not whole in time") from error


def _tell(answer: "Future[Any]", ask: Callable[[], Any]) -> None:
    try:
        answer.set_result(ask())
    except Exception as error:  # noqa: BLE001  # who asked is told
        answer.set_exception(error)
