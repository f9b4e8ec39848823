"""What the queue asks the database: a search in staff's words, and whose turn it is."""

import re
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from diagnosis.tickets.models import Ticket, TicketEvent

Kind = TicketEvent.Kind

GUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
BEGINNING_OF_ID = re.compile(r"[0-9a-f-]{6,}")
REFERENCE = re.compile(r"(?:SIH[\s-]*)?([0-9A-Z]{1,6})", re.IGNORECASE)
CODE_PREFIX = re.compile(r"^aadsts\s*", re.IGNORECASE)
LEAST_LETTERS = 3

# A note or a new assignee is no word between the two sides.
SILENT = (Kind.NOTED, Kind.ASSIGNED)
FROM_REQUESTER = (Kind.REQUESTER_WROTE, Kind.RESUBMITTED, Kind.NOT_ME)


def matching(tickets: QuerySet[Ticket], term: str) -> QuerySet[Ticket]:
    """A request or correlation ID (with its label, or its beginning), a reference, a user ID, a name, a mail address
    or a code. Spaces and letter case make no difference."""
    term = " ".join(term.split())
    if found := GUID.search(term):
        guid = str(UUID(found[0]))
        return tickets.filter(Q(request_id=guid) | Q(correlation_id=guid))
    lower = term.lower()
    wanted = Q(user_principal_name__startswith=lower) | Q(contact_email__istartswith=lower)
    if len(term) >= LEAST_LETTERS:
        wanted |= Q(user_principal_name__contains=lower) | Q(name__icontains=term)
        wanted |= Q(main_code__iexact=CODE_PREFIX.sub("", term))
    if reference := REFERENCE.fullmatch(term):
        wanted |= Q(reference__startswith=f"SIH-{reference[1].upper()}")
    if BEGINNING_OF_ID.fullmatch(lower):
        wanted |= Q(request_id__startswith=lower) | Q(correlation_id__startswith=lower)
    return tickets.filter(wanted)


def with_last_word(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Each ticket gets `last_word`: the kind of the newest event that is a word between employee and IT."""
    words = TicketEvent.objects.filter(ticket=OuterRef("pk")).exclude(kind__in=SILENT).order_by("-created_at", "-pk")
    return tickets.annotate(last_word=Subquery(words.values("kind")[:1]))
