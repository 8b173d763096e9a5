"""What Plenary says to other servers, as plain dicts: nothing here asks the database or decides who
may see. Encoded once, by `encode`. Presence, waves, notes, decks and cohorts have no renderer:
they never leave this server (a test holds it so).
"""

from plenary.federation.render import activities, actors, collections, objects
from plenary.federation.render.context import encode

__all__ = ["activities", "actors", "collections", "encode", "objects"]
