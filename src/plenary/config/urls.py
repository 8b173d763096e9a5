"""Which door answers which path."""

from django.urls import include, path

urlpatterns = [
    path("auth/", include("allauth.urls")),
    path("", include("plenary.web.urls")),
]

handler400 = "plenary.web.errors.bad_request"
handler403 = "plenary.web.errors.forbidden"
handler404 = "plenary.web.errors.not_found"
handler500 = "plenary.web.errors.server_error"
