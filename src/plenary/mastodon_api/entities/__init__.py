"""What the API answers, field by field, as docs.joinmastodon.org/entities has it.

A field without a default is always there; `X | None` may be null; `UNSET` may be missing. Tests
hold everything that is sent against these types, strictly and without unknown fields.
"""
