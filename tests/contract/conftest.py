"""A reader of the demonstration who sees what a server answers: a failure is a 500, not an exception."""

import pytest
from django.test import Client


@pytest.fixture
def reader(demo: None) -> Client:
    return Client(raise_request_exception=False)
