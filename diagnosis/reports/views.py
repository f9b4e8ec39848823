"""The guided form: one box, and the page that tells what happened."""

import re

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from diagnosis.catalogue.models import Step
from diagnosis.reports.access import get_report
from diagnosis.reports.client_hints import asks_for_device
from diagnosis.reports.clients import client_digest
from diagnosis.reports.forms import ContextForm, DiagnoseForm
from diagnosis.reports.intake import submit_report, token_of
from diagnosis.reports.methods import takes
from diagnosis.reports.models import Report
from diagnosis.reports.origin import from_here_only
from diagnosis.reports.outcomes import record_solved, record_step, take_back_solved
from diagnosis.reports.posted import read_post
from diagnosis.reports.presentation import result_page
from diagnosis.reports.private import private_page
from diagnosis.reports.ranking import answer_questions

NUMBER = re.compile(r"[0-9]{1,18}")


@asks_for_device
@takes("GET", "HEAD", "POST")
@from_here_only
def diagnose(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _take_text(request)
    return render(request, "diagnosis/diagnose.html", {"form": DiagnoseForm()})


@private_page
def _take_text(request: HttpRequest) -> HttpResponse:
    posted = read_post(request)
    form = DiagnoseForm(posted.fields, is_cut=posted.is_cut)
    if not form.is_valid():
        return render(request, "diagnosis/diagnose.html", {"form": form}, status=413 if posted.is_cut else 422)
    report = submit_report(
        text=form.cleaned_data["text"],
        headers=request.headers,
        client=client_digest(request),
        now=timezone.now(),
    )
    return redirect("diagnosis", token_of(report))


@private_page
@asks_for_device
@takes("GET", "HEAD", "POST")
@from_here_only
def diagnosis(request: HttpRequest, token: str) -> HttpResponse:
    report = get_report(token)
    if request.method != "POST":
        return _show(request, report, token)
    form = ContextForm(request.POST)
    if not form.is_valid():
        return _show(request, report, token, form)
    answer_questions(report=report, answers=form.cleaned_data, now=timezone.now())
    return _back(token, "causes")


@private_page
@takes("POST")
@from_here_only
def diagnosis_solved(request: HttpRequest, token: str) -> HttpResponse:
    """`solved=no` takes it back, for whoever pressed too early."""
    report = get_report(token)
    if request.POST.get("solved") == "no":
        take_back_solved(report=report)
        return _back(token, "causes")
    record_solved(report=report, now=timezone.now())
    return _back(token, "solved")


@private_page
@takes("POST")
@from_here_only
def diagnosis_step(request: HttpRequest, token: str) -> HttpResponse:
    report = get_report(token)
    step = _step_of(report, request.POST.get("step", ""))
    worked = request.POST.get("worked")
    if worked not in ("yes", "no"):
        raise BadRequest("worked is yes or no")
    has_worked = worked == "yes"
    record_step(report=report, step=step, has_worked=has_worked, now=timezone.now())
    return _back(token, "solved" if has_worked else f"step-{step.pk}")


def _show(request: HttpRequest, report: Report, token: str, form: ContextForm | None = None) -> HttpResponse:
    """`form` is one that could not be taken: its errors are shown in its place."""
    page = result_page(report, form)
    template = "diagnosis/result.html" if page.causes else "diagnosis/unrecognised.html"
    context = {"report": report, "page": page, "token": token}
    if not page.causes:
        context["form"] = DiagnoseForm(initial={"text": report.text})
    return render(request, template, context, status=422 if form else 200)


def _step_of(report: Report, number: str) -> Step:
    """A step of one of the report's causes; Http404 for any other, and for what is no number."""
    steps = Step.objects.filter(cause__in=report.matches.values("cause"))
    step = steps.filter(pk=int(number)).first() if NUMBER.fullmatch(number) else None
    if step is None:
        raise Http404
    return step


def _back(token: str, anchor: str) -> HttpResponse:
    return redirect(f"{reverse('diagnosis', args=[token])}#{anchor}")
