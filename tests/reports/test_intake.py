from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from diagnosis.catalogue.models import ErrorCode
from diagnosis.reports import limits
from diagnosis.reports.intake import submit_report, token_of
from diagnosis.reports.links import digest
from diagnosis.reports.models import ContextAnswer, Match, Report
from diagnosis.reports.ranking import answer_questions, rank
from diagnosis.tickets.models import Ticket
from tests.reports.conftest import BLOCK, SECRET_TEXT, SECRETS

NOW = datetime(2026, 11, 3, 8, 20, tzinfo=UTC)
CLIENT = "c" * 64


def submit(text=BLOCK, *, client=CLIENT, headers=None):
    return submit_report(text=text, headers=headers or {}, client=client, now=NOW)


@pytest.mark.django_db
def test_a_report_keeps_the_reading_and_the_ranked_causes(catalogue):
    report = submit()
    assert report.main_code == "53003"
    assert report.is_recognised
    assert [code["code"] for code in report.reading["codes"]] == ["53003"]
    assert list(report.matches.values_list("rank", flat=True)) == [1, 2, 3]
    first = report.matches.first()
    assert first.cause.slug == "conditional-access-policy"
    assert any(evidence["words"] for evidence in first.evidence)


@pytest.mark.django_db
def test_the_main_code_may_be_a_word_of_a_dialog(catalogue):
    ErrorCode.objects.create(code="DeviceCapReached", is_client=True)
    assert submit("Something went wrong: DeviceCapReached").main_code == "DeviceCapReached"


@pytest.mark.parametrize("model", [Report, Ticket])
def test_the_main_code_has_room_for_every_code_of_the_catalogue(model):
    assert model._meta.get_field("main_code").max_length == ErrorCode._meta.get_field("code").max_length


@pytest.mark.django_db
def test_only_the_digest_of_the_link_is_kept(catalogue):
    report = submit()
    token = token_of(report)
    assert report.token_digest == digest(token)
    assert token not in str(Report.objects.values().get())


@pytest.mark.django_db
def test_a_text_over_the_limit_says_that_it_was_cut(catalogue):
    report = submit(BLOCK + "x" * 70_000)
    assert report.is_truncated
    assert len(report.text.encode()) <= 65_536


@pytest.mark.django_db
def test_secrets_are_masked_counted_and_a_live_code_is_flagged(catalogue):
    report = submit(SECRET_TEXT)
    assert report.masked_count >= 3
    assert report.has_live_code
    assert "[authorization code removed]" in report.text
    assert not submit("My password: Winter-Sun-42!").has_live_code


@pytest.mark.django_db
def test_over_the_limit_of_one_client_a_report_is_held_and_never_refused(catalogue):
    held = [submit().is_held for _ in range(limits.LIMITS["report"].count + 1)]
    assert held == [False] * limits.LIMITS["report"].count + [True]
    assert submit(client="d" * 64).is_held is False


@pytest.mark.django_db
def test_nothing_is_kept_where_a_part_fails(catalogue, monkeypatch):
    monkeypatch.setattr("diagnosis.reports.ranking.store", lambda report, diagnosis: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        submit()
    assert not Report.objects.exists()


@pytest.mark.django_db
def test_ranking_again_without_answers_gives_the_same_causes(catalogue):
    report = submit()
    before = list(report.matches.values("cause", "rank", "score", "confidence", "evidence"))
    rank(report)
    assert list(report.matches.values("cause", "rank", "score", "confidence", "evidence")) == before


@pytest.mark.django_db(transaction=True)
def test_parallel_answers_end_in_one_whole_ranking(catalogue):
    report = submit()

    def answer(network):
        try:
            answer_questions(report=report, answers={"network": network}, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(answer, ["home", "travelling", "office", "vpn"] * 2))
    assert list(report.matches.values_list("rank", flat=True)) == [1, 2, 3]
    last = ContextAnswer.objects.get().answer
    first = Match.objects.get(rank=1).cause.slug
    assert (first == "sign-in-location") == (last == "travelling")


@pytest.mark.django_db(transaction=True)
def test_no_secret_and_no_link_reaches_the_database_file_the_logs_or_a_page(catalogue, client, caplog):
    if connection.vendor != "sqlite":
        pytest.skip("reads the database's own files")
    caplog.set_level("DEBUG")
    address = client.post("/diagnose/", {"text": SECRET_TEXT})["Location"]
    client.post(f"{address}solved/")
    client.get(f"{address}nowhere/")
    page = client.get(address).content.decode()
    name = connection.settings_dict["NAME"]
    connection.close()
    kept = b"".join(path.read_bytes() for path in files_of(name))
    assert b"019f2b77-41c8-7d20-8f11-6a0b5c3d9e42" in kept
    secrets = {**SECRETS, "link": address.strip("/").split("/")[-1]}
    assert not [name for name, secret in secrets.items() if secret.encode() in kept]
    assert not [name for name, secret in SECRETS.items() if secret in page or secret in caplog.text]


def files_of(name):
    return [path for path in Path(settings.VAR_DIR).iterdir() if path.name.startswith(Path(name).name)]
