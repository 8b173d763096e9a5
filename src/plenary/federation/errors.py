"""What other servers are refused with, beside what everybody is."""

from plenary.lib.errors import PlenaryError


class Gone(PlenaryError):
    """It was here, and its owner or the moderators removed it (HTTP 410)."""

    status = 410

    def __init__(self, message: str = "This is gone.") -> None:
        super().__init__(message)


class BadQuestion(PlenaryError):
    """It cannot be understood (HTTP 400)."""

    status = 400


class SignFirst(PlenaryError):
    """Whoever asks must say who they are, by a signature that we can check (HTTP 401)."""

    status = 401


class TooLarge(PlenaryError):
    """More than is read (HTTP 413)."""

    status = 413


class Busy(PlenaryError):
    """Not now; later it may be taken (HTTP 503)."""

    status = 503
