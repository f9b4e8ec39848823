"""What we know: causes, codes, signatures, steps and examples, as rows that content owners edit."""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from diagnosis.catalogue.content_row import DraftedRow
from diagnosis.engine.labels import label_key

LEAST_LETTERS = 2


class Actor(models.TextChoices):
    EMPLOYEE = "employee", _("You")
    IT = "it", _("Your IT staff")
    ORGANISATION = "organisation", _("Another organisation")
    MICROSOFT = "microsoft", _("Microsoft")


class Platform(models.TextChoices):
    ANY = "", _("Any device")
    WINDOWS = "windows", _("Windows")
    MAC = "mac", _("Mac")
    IOS = "ios", _("iPhone and iPad")
    ANDROID = "android", _("Android")
    LINUX = "linux", _("Linux")


class CauseQuerySet(models.QuerySet["Cause"]):
    def published(self) -> "CauseQuerySet":
        return self.filter(is_published=True)

    def local(self) -> "CauseQuerySet":
        """An organisation's own meanings of codes, the first in order last: it wins where two claim one code."""
        return self.exclude(local_codes="").order_by("-position", "-slug")

    def with_steps(self) -> "CauseQuerySet":
        return self.prefetch_related(models.Prefetch("steps", Step.objects.published().order_by("position")))


class Cause(DraftedRow):
    """Why a sign-in failed."""

    content_fields = (
        "title", "summary", "meaning", "recognise", "it_must_never", "who_acts", "position", "is_core", "source",
        "reviewed_on",
    )  # fmt: skip
    added_fields = ("local_codes", "waiting_time")
    answer_fields = ("is_published", "local_codes")

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(
        max_length=120, help_text=_("As a person would say it: “Your device does not meet the rules”.")
    )
    summary = models.CharField(
        max_length=300, help_text=_("One plain sentence for the result page: what happened, without blame.")
    )
    meaning = models.TextField(help_text=_("What it means, in short paragraphs. Everybody can read this."))
    recognise = models.TextField(blank=True, help_text=_("How a person recognises it. One sign per line."))
    it_must_never = models.TextField(
        blank=True,
        help_text=_("What IT must never do or advise here. One line each; shown to staff and in the article."),
    )
    who_acts = models.CharField(
        max_length=12, choices=Actor, default=Actor.IT, help_text=_("Who can end the block in most cases.")
    )
    position = models.PositiveSmallIntegerField(default=100, help_text=_("Order in lists; small numbers first."))
    is_core = models.BooleanField(
        default=False, help_text=_("One of the common causes of error 53003: the article tells it in full.")
    )
    local_codes = models.CharField(
        max_length=200,
        blank=True,
        help_text=_(
            "Codes that mean this in your organisation, separated by spaces, as 53003 530031. "
            "For these codes it then stands before every other cause. Leave empty for what holds everywhere."
        ),
    )
    waiting_time = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("How long it usually takes until somebody has ended it, as “about two hours on workdays”."),
    )
    source = models.CharField(max_length=300, help_text=_("Where this knowledge comes from."))
    reviewed_on = models.DateField(help_text=_("When somebody last checked it against the source."))

    objects = CauseQuerySet.as_manager()

    class Meta:
        ordering = ("position", "slug")

    def __str__(self) -> str:
        return self.title


class StepQuerySet(models.QuerySet["Step"]):
    def published(self) -> "StepQuerySet":
        return self.filter(is_published=True)


class Step(DraftedRow):
    """One action with an actor. The instruction starts with a verb."""

    content_fields = ("position", "actor", "platform", "instruction", "detail", "link")
    added_fields = ("is_hand_off",)

    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="steps")
    key = models.SlugField(max_length=60, help_text=_("Stable name within the cause, as in “use-managed-device”."))
    position = models.PositiveSmallIntegerField(default=100)
    actor = models.CharField(
        max_length=12, choices=Actor, help_text=_("Who does this. Steps of IT staff are public too.")
    )
    platform = models.CharField(
        max_length=8, choices=Platform, blank=True, help_text=_("Leave empty where it holds anywhere.")
    )
    instruction = models.CharField(max_length=200, help_text=_("What to do, starting with a verb."))
    detail = models.TextField(blank=True, help_text=_("Where to click, how long it takes, what to expect."))
    link = models.URLField(blank=True, help_text=_("A page that helps, with https://."))
    is_hand_off = models.BooleanField(
        _("nothing to try"),
        default=False,
        help_text=_("Tick where the person only sends something or waits: “Did it work?” is then not asked."),
    )

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ("cause", "position", "pk")
        constraints = [models.UniqueConstraint(fields=["cause", "key"], name="step_key_once_per_cause")]

    def __str__(self) -> str:
        return self.instruction


class ErrorCode(DraftedRow):
    """A code of Microsoft's sign-in service ("53003") or of a client ("0xCAA2000C")."""

    content_fields = (
        "symbolic_name",
        "family",
        "who_can_fix",
        "is_user_visible",
        "note",
        "is_reviewed",
        "source",
    )
    answer_fields = ("is_published", "is_reviewed", "is_user_visible", "note", "causes")

    code = models.CharField(
        max_length=24,
        unique=True,
        help_text=_("Five to seven digits, 0x and eight capital hex digits, or the tag a dialog shows, as 4usqa."),
    )
    is_client = models.BooleanField(_("client code"), default=False)
    symbolic_name = models.CharField(max_length=120, blank=True)
    family = models.CharField(max_length=40, blank=True)
    who_can_fix = models.CharField(max_length=40, blank=True)
    is_user_visible = models.BooleanField(default=True)
    note = models.CharField(max_length=400, blank=True, help_text=_("What it says, in one short sentence."))
    is_reviewed = models.BooleanField(
        default=True,
        help_text=_("Untick for a code known only by name: its cause is then “possible” at most."),
    )
    source = models.CharField(max_length=300, blank=True)
    causes = models.ManyToManyField(Cause, through="CodeCause", related_name="codes")

    _weights: list[list[Any]] | None = None

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.display

    @property
    def display(self) -> str:
        is_server_code = self.code.isdecimal() and len(self.code) >= 5
        return f"AADSTS{self.code}" if is_server_code else self.code

    @property
    def weights(self) -> list[list[Any]]:
        """[cause slug, weight] pairs by slug: what was set here and not saved yet, else the links."""
        if self._weights is None:
            self._weights = [[link.cause.slug, link.weight] for link in self.links.all()] if self.pk else []
        return sorted(self._weights)

    def values(self) -> Mapping[str, Any]:
        return {**super().values(), "causes": self.weights}

    def take(self, values: Mapping[str, Any]) -> None:
        super().take(values)
        if "causes" in values:
            self._weights = [list(pair) for pair in values["causes"]]

    def save_taken(self) -> None:
        super().save_taken()
        self.links.all().delete()
        causes = dict(Cause.objects.values_list("slug", "pk"))
        CodeCause.objects.bulk_create(
            CodeCause(error_code=self, cause_id=causes[slug], weight=weight)
            for slug, weight in self.weights
            if slug in causes  # a draft does not keep its causes from being deleted
        )


class CodeCause(models.Model):
    """How strongly one code points to one cause."""

    error_code = models.ForeignKey(ErrorCode, on_delete=models.CASCADE, related_name="links")
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="code_links")
    weight = models.FloatField(
        default=1.0,
        validators=[MinValueValidator(0.05), MaxValueValidator(1.0)],
        help_text=_("1 for the usual cause, less for the others."),
    )

    class Meta:
        ordering = ("-weight", "pk")
        constraints = [models.UniqueConstraint(fields=["error_code", "cause"], name="cause_once_per_code")]

    def __str__(self) -> str:
        return f"{self.cause} ({self.weight})"


class OfCause(DraftedRow):
    """A row that points to one cause, which its values name by slug."""

    class Meta:
        abstract = True

    def values(self) -> Mapping[str, Any]:
        cause: Cause | None = getattr(self, "cause", None)
        return {**super().values(), "cause": cause.slug if cause else None}

    def take(self, values: Mapping[str, Any]) -> None:
        """A cause that was deleted meanwhile is not set: the row then keeps the one it has."""
        super().take(values)
        if "cause" in values:
            slug = values["cause"]
            found = Cause.objects.filter(slug=slug).first() if slug else None
            if found or not slug:
                self.cause = found


class Signature(OfCause):
    """What in a text, in a fact of the block or in an answer points to a cause."""

    class Kind(models.TextChoices):
        PHRASE = "phrase", _("Words in the text")
        FACT = "fact", _("A fact of the block or an answer")

    content_fields = ("kind", "phrase", "field", "value", "only_with_codes", "weight", "language", "note")
    answer_fields = ("is_published", "cause", "kind", "phrase", "field", "value", "only_with_codes", "weight")

    key = models.SlugField(max_length=80, unique=True)
    cause = models.ForeignKey(Cause, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.PHRASE)
    phrase = models.CharField(
        max_length=300, blank=True, help_text=_("Three words or more, as the page or a person writes them.")
    )
    field = models.CharField(
        max_length=20, blank=True, help_text=_("For facts: device_state, app_name, network, changed, …")
    )
    value = models.CharField(
        max_length=120,
        blank=True,
        help_text=_("The value it must have; * for any, a leading ~ for “contains”."),
    )
    only_with_codes = models.CharField(
        max_length=200, blank=True, help_text=_("Codes separated by spaces; empty for all.")
    )
    weight = models.FloatField(default=1.0, validators=[MinValueValidator(-3.0), MaxValueValidator(3.0)])
    language = models.CharField(max_length=8, default="en")
    note = models.CharField(max_length=300, blank=True, help_text=_("Where it was seen."))

    class Meta:
        ordering = ("cause", "key")

    def __str__(self) -> str:
        return self.phrase or f"{self.field} = {self.value}"


class Example(OfCause):
    """A text with its expected answer: the catalogue's test, and what prose without a code is learned from."""

    content_fields = ("text", "language", "batch")
    answer_fields = ("is_published", "cause", "text")

    key = models.SlugField(max_length=80, unique=True)
    cause = models.ForeignKey(
        Cause,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="examples",
        help_text=_("Leave empty for a text that must not be recognised."),
    )
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    batch = models.SlugField(
        max_length=40, blank=True, help_text=_("Texts by one writer; judged by leaving a batch out.")
    )

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.text[:80]


class Label(DraftedRow):
    """What Microsoft's pages call a detail of the block in one language, or a value of it."""

    class Field(models.TextChoices):
        ERROR_CODE = "error_code", _("Label: error code")
        CORRELATION_ID = "correlation_id", _("Label: correlation ID")
        REQUEST_ID = "request_id", _("Label: request ID")
        TIMESTAMP = "timestamp", _("Label: time of the block")
        TIME = "time", _("Label: any time, used where the block has none")
        APP_NAME = "app_name", _("Label: app name")
        APP = "app", _("Label: app, as an ordinary word")
        APP_ID = "app_id", _("Label: app ID")
        IP = "ip", _("Label: IP address")
        DEVICE_ID = "device_id", _("Label: device ID")
        DEVICE_PLATFORM = "device_platform", _("Label: device platform")
        DEVICE_STATE = "device_state", _("Label: device state")
        USER = "user", _("Label: account")
        TENANT_ID = "tenant_id", _("Label: tenant ID")
        OTHER = "other", _("Label: something else, ends the value before it")
        NOT_AVAILABLE = "not_available", _("Value: there is none")
        PLATFORM = "platform", _("Value: a platform")
        STATE_UNREGISTERED = "state_unregistered", _("Value: device state Unregistered")
        STATE_REGISTERED = "state_registered", _("Value: device state Registered")
        STATE_COMPLIANT = "state_compliant", _("Value: device state Compliant")
        STATE_NONCOMPLIANT = "state_noncompliant", _("Value: device state Noncompliant")
        STATE_MANAGED = "state_managed", _("Value: device state Managed")
        STATE_UNMANAGED = "state_unmanaged", _("Value: device state Unmanaged")
        STATE_DOMAIN_JOINED = "state_domain_joined", _("Value: device state Domain joined")
        STATE_HYBRID_AZURE_AD_JOINED = "state_hybrid_azure_ad_joined", _("Value: device state Hybrid Azure AD joined")
        STATE_ENTRA_HYBRID_JOINED = "state_entra_hybrid_joined", _("Value: device state Microsoft Entra hybrid joined")
        STATE_AZURE_AD_JOINED = "state_azure_ad_joined", _("Value: device state Azure AD joined")
        STATE_ENTRA_JOINED = "state_entra_joined", _("Value: device state Microsoft Entra joined")
        STATE_AZURE_AD_REGISTERED = "state_azure_ad_registered", _("Value: device state Azure AD registered")
        STATE_ENTRA_REGISTERED = "state_entra_registered", _("Value: device state Microsoft Entra registered")

    content_fields = ("language", "field", "names", "note")
    answer_fields = ("is_published", "field", "names")

    key = models.SlugField(max_length=80, unique=True)
    language = models.CharField(max_length=8)
    field = models.CharField(_("meaning"), max_length=30, choices=Field)
    names = models.TextField()
    note = models.CharField(max_length=300, blank=True, help_text=_("Where it was seen."))

    class Meta:
        ordering = ("language", "key")

    def __str__(self) -> str:
        return f"{self.language}: {self.get_field_display()}"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """For files and forms: a name of one letter stands in every text; only the whole value of a fact may be one."""
        super().clean_fields(exclude)
        least = 1 if self.field == self.Field.NOT_AVAILABLE else LEAST_LETTERS
        for name in self.names.split("\n"):
            if sum(letter.isalnum() for letter in label_key(name)) < least:
                message = _("“%(name)s” is too short: each line needs a name of two letters or more.")
                raise ValidationError({"names": ValidationError(message, params={"name": name})})


class CatalogueVersion(models.Model):
    """One row, changed with every edit: each process rebuilds its rules when it sees a new number."""

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.number)


class Revision(models.Model):
    """One published change of one row: what it said before and after, and who published it."""

    kind = models.CharField(max_length=20, help_text=_("The model's name, as “signature”."))
    row_pk = models.PositiveBigIntegerField()
    name = models.CharField(max_length=200, help_text=_("How files know the row; it outlives the row."))
    before = models.JSONField(help_text=_("Only what changed; empty for a new row."))
    after = models.JSONField(help_text=_("Only what changed."))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = [models.Index(fields=["kind", "row_pk"], name="revisions_of_a_row")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Trial(models.Model):
    """Drafts tried against every example and recent texts: which answers would change if they went live."""

    rows = models.JSONField(help_text=_("[kind, primary key] of each draft that is tried."))
    fingerprint = models.CharField(max_length=64, help_text=_("Hash of the live catalogue and these drafts."))
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(help_text=_("When it last said how far it is."))
    finished_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    changes = models.JSONField(default=list)

    class Meta:
        ordering = ("-started_at",)
        verbose_name = _("check of drafts")
        verbose_name_plural = _("drafts and publishing")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} UTC"
