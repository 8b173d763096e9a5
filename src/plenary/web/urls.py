"""Every page family's paths."""

from django.urls import URLPattern

from plenary.web.pages import (
    about,
    accounts,
    agenda,
    announcements,
    attendance,
    developers,
    elsewhere,
    embeds,
    emojis,
    encounters,
    events,
    faces,
    feeds,
    home,
    home_sign_in,
    interact,
    media,
    meetups,
    moderation,
    moving,
    moving_away,
    notice_settings,
    notifications,
    oauth,
    organise,
    people,
    presence,
    programme,
    reports,
    servers,
    settings,
    statuses,
    timelines,
)

urlpatterns: list[URLPattern] = [
    pattern
    for family in (
        home,
        home_sign_in,
        interact,
        announcements,
        developers,
        about,
        feeds,  # before accounts: '@ana.rss' is nobody's handle
        embeds,
        accounts,
        reports,
        moderation,
        servers,
        emojis,
        people,
        settings,
        notice_settings,
        moving,
        moving_away,
        oauth,
        statuses,
        timelines,
        notifications,
        media,
        elsewhere,
        organise,  # before events: 'events/new' is no event's address
        events,
        programme,
        agenda,
        attendance,
        presence,
        meetups,
        faces,
        encounters,
    )
    for pattern in family.urlpatterns
]
