"""People, what ties them, and the apps they let in."""

from plenary.accounts.models.clients import (
    AccessToken,
    Application,
    AuthorizationCode,
    SpentRefresh,
)
from plenary.accounts.models.elsewhere import HomeServer, SignInElsewhere
from plenary.accounts.models.emojis import CustomEmoji
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
from plenary.accounts.models.stances import (
    AccountNote,
    Endorsement,
    SuggestionDismissal,
    UserDomainBlock,
)

__all__ = [
    "AccessToken",
    "Account",
    "AccountNote",
    "Application",
    "AuthorizationCode",
    "Block",
    "CustomEmoji",
    "Endorsement",
    "Follow",
    "FollowRequest",
    "HomeServer",
    "Interest",
    "Mute",
    "NameWord",
    "SignInElsewhere",
    "SpentRefresh",
    "SuggestionDismissal",
    "User",
    "UserDomainBlock",
    "UserManager",
]
