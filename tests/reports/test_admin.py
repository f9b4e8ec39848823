import pytest
from django.contrib import admin
from django.test import RequestFactory

from diagnosis.reports.models import Report
from tests.reports.conftest import BLOCK

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff_request(django_user_model):
    request = RequestFactory().get("/")
    request.user = django_user_model(is_staff=True, is_superuser=True, is_active=True)
    return request


@pytest.fixture
def report_admin():
    return admin.site.get_model_admin(Report)


def test_nobody_adds_changes_or_deletes_a_report(report_admin, staff_request):
    assert report_admin.has_view_permission(staff_request)
    assert not report_admin.has_add_permission(staff_request)
    assert not report_admin.has_change_permission(staff_request)
    assert not report_admin.has_delete_permission(staff_request)
    for inline in report_admin.get_inline_instances(staff_request):
        assert not inline.has_add_permission(staff_request, None)
        assert not inline.has_delete_permission(staff_request)


def test_staff_see_text_reading_causes_answers_and_steps_as_text(report_admin, staff_request, catalogue, client, paste):
    client.post(paste(f"<b>bold</b> {BLOCK}"), {"network": "travelling"})
    report = Report.objects.get()
    page = report_admin.change_view(staff_request, str(report.pk)).render().content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold" not in page
    assert "Correlation ID: <b>019f2b77-41c8-7d20-8f11-6a0b5c3d9e42</b>" in page
    assert "Title of sign-in-location" in page
    assert ">Answer: <mark>Travelling: hotel, airport, abroad</mark>" in page
    assert "network=" not in page


@pytest.mark.parametrize(
    ("lookup", "is_allowed"),
    [("is_held__exact", True), ("solved_at__isempty", True), ("text__regex", False), ("client_digest", False)],
)
def test_only_the_filters_that_are_offered_are_answered(report_admin, staff_request, lookup, is_allowed):
    assert report_admin.lookup_allowed(lookup, "1", staff_request) == is_allowed


def test_the_list_needs_the_same_queries_for_one_and_many(
    report_admin, staff_request, catalogue, paste, django_assert_max_num_queries, django_assert_num_queries
):
    paste(BLOCK)
    with django_assert_max_num_queries(10) as one:
        report_admin.changelist_view(staff_request).render()
    count = len(one)
    for _ in range(4):
        paste("53003")
    with django_assert_num_queries(count):
        report_admin.changelist_view(staff_request).render()
