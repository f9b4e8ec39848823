import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.accounts.people import make_staff, sign_in

pytestmark = pytest.mark.django_db


def test_alive_is_one_word(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_monitors_only_look(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_ready_when_every_migration_ran(client: Client) -> None:
    assert client.get("/readyz").content == b"ready"


def test_a_missing_migration_is_said_without_its_name(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="tickets").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"migrations"


def test_staff_are_told_which_migration_is_missing(client: Client) -> None:
    sign_in(client, make_staff("triage"))
    MigrationRecorder.Migration.objects.filter(app="tickets").delete()

    assert "tickets.0001_initial" in client.get("/readyz").text


def test_a_database_without_an_answer_is_said(client: Client) -> None:
    with connection.execute_wrapper(refuse):
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"database")


def refuse(*arguments: object) -> None:
    raise OperationalError("no answer")
