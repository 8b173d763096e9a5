"""The rules of the house that no library checks."""
