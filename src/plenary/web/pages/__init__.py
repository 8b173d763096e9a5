"""One file per page family. An address holds ids as `<id:name>`: no number that no id can be."""

from django.urls import register_converter

from plenary.lib.numbers import whole


class IdConverter:
    """An id in an address; one too great for a database is an address that does not exist."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = whole(value)
        if number is None:
            raise ValueError
        return number

    def to_url(self, value: int | str) -> str:
        return str(value)


register_converter(IdConverter, "id")
