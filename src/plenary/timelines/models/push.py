"""Where an app wants notifications sent while it is closed (Web Push, RFC 8030)."""

from typing import ClassVar

from django.db import models

from plenary.accounts.models import AccessToken, Account
from plenary.lib import clock

__all__ = ["PushSubscription"]


class PushSubscription(models.Model):
    """One for each token, gone with it. `p256dh` and `auth` are the app's keys (RFC 8291), base64
    as it sent them. `standard`: by the RFCs; otherwise by the drafts before them. `alerts`: the
    API's types with yes or no. `policy`: of whom ('all', 'followed', 'follower', 'none').
    `sealed_token`: the token itself (`lib.sealed`), for apps know by it whose a message is."""

    id = models.BigAutoField(primary_key=True)  # small: some apps read it into 32 bits
    token = models.OneToOneField(
        AccessToken, on_delete=models.CASCADE, related_name="push_subscription"
    )
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="push_subscriptions"
    )
    endpoint = models.CharField(max_length=2000)
    p256dh = models.CharField(max_length=200)
    auth = models.CharField(max_length=100)
    sealed_token = models.CharField(max_length=400, default="")
    standard = models.BooleanField(default=False)
    alerts = models.JSONField(default=dict)
    policy = models.CharField(max_length=10, default="all")
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        app_label = "plenary"
        indexes: ClassVar = [models.Index(fields=["account"], name="push_of_account")]
