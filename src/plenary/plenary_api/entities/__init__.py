"""The types of what this door answers; every field says what it means."""
