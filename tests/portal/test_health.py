import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

pytestmark = pytest.mark.django_db


def test_alive_is_one_word(client: Client) -> None:
    assert client.get("/healthz").content == b"ok"


def test_ready_when_every_migration_ran(client: Client) -> None:
    assert client.get("/readyz").content == b"ready"


def test_a_missing_migration_is_said_without_its_name(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="tickets").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.content == b"migrations"
