"""What every test may count on."""

import pytest
from django.core.cache import cache
from pytest_django import DjangoDbBlocker


@pytest.fixture(autouse=True)
def sign_ins_of_earlier_tests_are_forgotten(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> None:
    """Tests with real transactions empty the models' tables; the table that counts sign-ins belongs to no model."""
    mark = request.node.get_closest_marker("django_db")
    has_transactions = {"transactional_db", "live_server"} & set(request.fixturenames)
    if has_transactions or (mark and mark.kwargs.get("transaction")):
        request.getfixturevalue("django_db_setup")
        with django_db_blocker.unblock():
            cache.clear()
