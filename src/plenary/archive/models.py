"""What people bring in, take along, and where they go."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import Account
from plenary.lib import clock
from plenary.lib.fields import SnowflakeField

__all__ = ["Alias", "Archive", "Import", "ImportRow", "ImportState", "MakingState", "Move"]


class ImportState(models.IntegerChoices):
    READING = 0, "reading"  # not all of its rows are written yet
    DRAFT = 1, "draft"  # shown, and to be confirmed
    CLEARING = 2, "clearing"  # taking away what is not in the file
    RUNNING = 3, "running"
    FINISHED = 4, "finished"


class Import(models.Model):
    """A file somebody brought. `kind` as in `rules.tables`."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=10)
    overwrite = models.BooleanField(default=False)
    state = models.PositiveSmallIntegerField(
        choices=ImportState.choices, default=ImportState.READING
    )
    # Kind that the file's name and headings speak of, where that is another.
    seems = models.CharField(max_length=10, default="", blank=True)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    failed = models.IntegerField(default=0)
    removed = models.IntegerField(default=0)
    problems = models.JSONField(default=list, blank=True)  # [[line, words]], the first of them
    problems_count = models.IntegerField(default=0)
    cursor = models.BigIntegerField(default=0)  # how far the clearing is
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="import_list")]

    @property
    def is_draft(self) -> bool:
        return self.state == ImportState.DRAFT


class ImportRow(models.Model):
    """One line. `key` names whom or what it is about in one spelling: an address, a URI, a host."""

    class State(models.IntegerChoices):
        WAITING = 0, "waiting"
        UNKNOWN = 1, "unknown"  # its server is to be asked
        DONE = 2, "done"
        FAILED = 3, "failed"
        ASKED = 4, "asked"  # done but for a list, which waits until a request is accepted

    id = SnowflakeField()
    bringing = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.IntegerField()
    key = models.CharField(max_length=500)
    host = models.CharField(max_length=260, default="", blank=True)  # '' is this server
    title = models.CharField(max_length=255, default="", blank=True)  # of a list
    given = models.JSONField(default=dict, blank=True)  # the other columns
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.WAITING)
    problem = models.CharField(max_length=300, default="", blank=True)
    target = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bringing", "key", "title"], name="import_row_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["bringing", "state", "id"], name="import_row_state"),
            models.Index(
                fields=["target"],
                condition=models.Q(target__isnull=False),
                name="import_row_target",
            ),
        ]


class MakingState(models.IntegerChoices):
    WAITING = 0, "waiting"
    READY = 1, "ready"
    FAILED = 2, "failed"
    GONE = 3, "gone"


class Archive(models.Model):
    """All of somebody's own in one file, for themselves. `file` is a name in ARCHIVE_ROOT."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="archives")
    state = models.PositiveSmallIntegerField(
        choices=MakingState.choices, default=MakingState.WAITING
    )
    file = models.CharField(max_length=100, default="", blank=True)
    size = models.BigIntegerField(default=0)
    done = models.IntegerField(default=0)  # posts written so far, of `total`
    total = models.IntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="archive_list")]


class Alias(models.Model):
    """An account elsewhere that one says to be, by its address; `uri` once it was found."""

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="aliases")
    acct = models.CharField(max_length=330)
    uri = models.CharField(max_length=500, default="", blank=True)
    problem = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "acct"], name="alias_once")
        ]


class Move(models.Model):
    """Somebody's wish to go, and what became of it. Kept when taken back: nobody goes twice in
    thirty days."""

    class State(models.IntegerChoices):
        ASKED = 0, "asked"  # the other server is to be asked
        DONE = 1, "done"
        REFUSED = 2, "refused"
        TAKEN_BACK = 3, "taken back"

    id = SnowflakeField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="moves")
    acct = models.CharField(max_length=330)
    target = models.ForeignKey(
        Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.ASKED)
    problem = models.CharField(max_length=300, default="", blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="move_list")]
