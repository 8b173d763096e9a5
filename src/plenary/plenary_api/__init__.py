"""Plenary's own door for apps: conferences, who goes, the room, meetings, faces.

Laid out as the door for Mastodon's apps: `methods/` has one file for each family, `entities/` the
types of what it answers, `serializers/` the making of them.
"""
