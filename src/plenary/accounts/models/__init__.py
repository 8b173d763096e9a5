"""People, what ties them, and the apps they let in."""

from plenary.accounts.models.clients import AccessToken, Application, AuthorizationCode
from plenary.accounts.models.people import (
    Account,
    Block,
    Follow,
    FollowRequest,
    Interest,
    Mute,
    NameWord,
    User,
    UserManager,
)

__all__ = [
    "AccessToken",
    "Account",
    "Application",
    "AuthorizationCode",
    "Block",
    "Follow",
    "FollowRequest",
    "Interest",
    "Mute",
    "NameWord",
    "User",
    "UserManager",
]
