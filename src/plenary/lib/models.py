"""Tables of the library itself."""

from django.db import models


class IdSlot(models.Model):
    """One row: how many process slots were drawn so far (see lib.ids)."""

    drawn = models.BigIntegerField(default=0)

    class Meta:
        app_label = "plenary"


__all__ = ["IdSlot"]
