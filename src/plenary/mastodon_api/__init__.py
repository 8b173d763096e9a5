"""The client door: the Mastodon API (docs.joinmastodon.org), level with 4.5.

`methods/` has one file for each page of its methods, `entities/` the types of what it answers,
`serializers/` the making of them.
"""
