"""Pages: statuses."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
