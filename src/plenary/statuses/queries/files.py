"""Who may be served a file of a post.

Browsers show who asks by a cookie. Apps load pictures without their token, so that the addresses
they are given of what is not for everybody carry a pass: who asks, for how long, signed. It opens
nothing by itself: whether they may see the post is asked each time.

Servers load files without saying who they are. Those that were sent what is for a few get
addresses that open that one file, for two weeks.
"""

from django.utils.crypto import constant_time_compare, salted_hmac

from plenary.accounts.models import Account
from plenary.lib import clock, media
from plenary.lib.numbers import whole
from plenary.statuses.models import Attachment, Status
from plenary.statuses.visibility import visible_to

_DAY = 86_400
_SALT = "plenary.statuses.files"
_FILE_SALT = "plenary.statuses.files.one"
_FILE_DAYS = 15


def pass_for(account_id: int) -> str:
    """What to add to an address; the same all day, so that apps can keep what they loaded."""
    until = int(clock.machine_now().timestamp()) // _DAY + 3
    return f"?pass={account_id}.{until}.{_signature(account_id, until)}"


def _signature(account_id: int, until: int) -> str:
    return salted_hmac(_SALT, f"{account_id}.{until}", algorithm="sha256").hexdigest()[:40]


def bearer_of(given: str) -> Account | None:
    """Whose pass it is; None for one that is over, or not ours."""
    parts = given.split(".")
    if len(parts) != 3:
        return None
    account_id, until = whole(parts[0]), whole(parts[1])
    if account_id is None or until is None:
        return None
    if until * _DAY < clock.machine_now().timestamp():
        return None
    if not constant_time_compare(parts[2], _signature(account_id, until)):
        return None
    return Account.objects.filter(pk=account_id, suspended_at__isnull=True).first()


def pass_for_file(path: str) -> str:
    """What to add to the address of one file that another server is sent."""
    until = int(clock.machine_now().timestamp()) // _DAY + _FILE_DAYS
    return f"?pass=file.{until}.{_file_signature(path, until)}"


def _file_signature(path: str, until: int) -> str:
    return salted_hmac(_FILE_SALT, f"{path}.{until}", algorithm="sha256").hexdigest()[:40]


def opens_file(given: str, path: str) -> bool:
    """Whether a pass is one for this file, and not over."""
    parts = given.split(".")
    if len(parts) != 3 or parts[0] != "file":
        return False
    until = whole(parts[1])
    if until is None or until * _DAY < clock.machine_now().timestamp():
        return False
    return constant_time_compare(parts[2], _file_signature(path, until))


def may_see_file(viewer: Account | None, path: str) -> bool:
    """Whether a file may be served: to those who may see the post; one not yet posted only to its
    owner."""
    stem = path.rpartition(".")[0].removesuffix("-small")
    names = [f"{stem}.{ext}" for ext in media.TYPES]
    attachment = Attachment.objects.filter(file__in=names).first()
    if attachment is None:
        return False
    if viewer is not None and attachment.account_id == viewer.pk:
        return True
    if attachment.status_id is None:
        return False
    return visible_to(Status.objects.filter(pk=attachment.status_id), viewer).exists()
