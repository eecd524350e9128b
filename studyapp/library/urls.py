"""Addresses of what there is to learn: articles, facts, disputes and timelines. Decks are otherwise the learner's."""

from django.urls import path

from studyapp.library import views

urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("facts/<slug:slug>/", views.fact, name="fact"),
    path("disputes/", views.disputes, name="disputes"),
    path("decks/<slug:slug>/timeline/", views.timeline, name="timeline"),
]
