"""What a profile may say."""

from dataclasses import dataclass

NAME_LENGTH = 60
NOTE_LENGTH = 500
FIELDS = 4
FIELD_NAME_LENGTH = 60
FIELD_VALUE_LENGTH = 255
INTERESTS = 12
INTEREST_LENGTH = 40


@dataclass(frozen=True)
class ProfileDraft:
    """A whole profile as its owner wants it. `fields` are (name, value) pairs."""

    display_name: str = ""
    pronouns: str = ""
    note: str = ""
    fields: tuple[tuple[str, str], ...] = ()
    specialty: str = ""
    grade: str = ""
    workplace: str = ""
    region: str = ""
    interests: tuple[str, ...] = ()
