"""Writes: the first argument is the actor."""

from plenary.accounts.actions.clients import (
    grant_token,
    issue_code,
    redeem_code,
    register_application,
    renew_token,
    revoke_all,
    revoke_application,
    revoke_token,
    stolen,
    token_used,
)
from plenary.accounts.actions.confirming import ask_again
from plenary.accounts.actions.elsewhere import RemoteProfile, keep_remote
from plenary.accounts.actions.emojis import add_emoji, change_emoji, remove_emoji
from plenary.accounts.actions.keeping import (
    block_domain,
    dismiss_suggestion,
    endorse,
    unblock_domain,
    unendorse,
    write_note,
)
from plenary.accounts.actions.posting import set_posting_defaults
from plenary.accounts.actions.profile import (
    edit_profile,
    remove_avatar,
    remove_header,
    set_avatar,
    set_header,
)
from plenary.accounts.actions.servers import (
    forget_emojis,
    forget_faces,
    part,
    servers_stand,
    stand_again,
    stand_from_now,
)
from plenary.accounts.actions.signup import (
    change_password,
    create_account,
    new_local_account,
)
from plenary.accounts.actions.stances import block, mute, unblock, unmute
from plenary.accounts.actions.standing import (
    disable,
    enable,
    sensitize,
    set_role,
    silence,
    unsensitize,
    unsilence,
)
from plenary.accounts.actions.suspension import suspend, unsuspend
from plenary.accounts.actions.ties import (
    Following,
    accept_request,
    follow,
    reject_request,
    remove_follower,
    unfollow,
)

__all__ = [
    "Following",
    "RemoteProfile",
    "add_emoji",
    "ask_again",
    "block_domain",
    "dismiss_suggestion",
    "endorse",
    "part",
    "servers_stand",
    "set_posting_defaults",
    "stand_again",
    "stand_from_now",
    "unblock_domain",
    "unendorse",
    "write_note",
    "grant_token",
    "issue_code",
    "redeem_code",
    "register_application",
    "renew_token",
    "revoke_all",
    "stolen",
    "revoke_application",
    "revoke_token",
    "disable",
    "enable",
    "sensitize",
    "set_role",
    "silence",
    "unsensitize",
    "unsilence",
    "suspend",
    "token_used",
    "unsuspend",
    "accept_request",
    "block",
    "change_emoji",
    "change_password",
    "create_account",
    "edit_profile",
    "follow",
    "forget_emojis",
    "forget_faces",
    "keep_remote",
    "mute",
    "new_local_account",
    "reject_request",
    "remove_avatar",
    "remove_emoji",
    "remove_follower",
    "remove_header",
    "set_avatar",
    "set_header",
    "unblock",
    "unfollow",
    "unmute",
]
