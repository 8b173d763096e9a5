"""One file per page family; each has its own `urlpatterns`."""
