"""What an action may answer instead of doing it; doors turn these into their own shapes."""


class PlenaryError(Exception):
    """A refusal in the user's words."""

    status = 400

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Refused(PlenaryError):
    """The request makes sense but a rule says no (HTTP 422)."""

    status = 422


class NotFound(PlenaryError):
    """It does not exist, or the viewer may not know that it does (HTTP 404)."""

    status = 404

    def __init__(
        self, message: str = "There is nothing here.", *, field: str | None = None
    ) -> None:
        super().__init__(message, field=field)


class Forbidden(PlenaryError):
    """The viewer may see it but not do this (HTTP 403)."""

    status = 403
