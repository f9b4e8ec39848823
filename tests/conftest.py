"""What every test may count on."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker


@pytest.fixture(autouse=True)
def sign_ins_of_earlier_tests_are_forgotten(
    request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Tests with real transactions empty the models' tables; the table that counts sign-ins belongs to no model.

    What such a test leaves there would meet another test's first account under the same number.
    """
    mark = request.node.get_closest_marker("django_db")
    has_transactions = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not has_transactions and not (mark and mark.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        cache.clear()
    yield
    with django_db_blocker.unblock():
        cache.clear()
