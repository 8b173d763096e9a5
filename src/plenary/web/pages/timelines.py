"""Pages: timelines."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
