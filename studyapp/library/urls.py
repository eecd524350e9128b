"""Addresses of what there is to learn: articles, facts, disputes, timelines, pictures. Decks are else the learner's."""

from django.urls import path

from studyapp.library import views

urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/<slug:slug>/", views.article, name="article"),
    path("facts/<slug:slug>/", views.fact, name="fact"),
    path("disputes/", views.disputes, name="disputes"),
    path("pictures/<slug:digest>/small/", views.picture, {"size": "small"}, name="picture-small"),
    path("pictures/<slug:digest>/large/", views.picture, {"size": "large"}, name="picture-large"),
    path("decks/<slug:slug>/timeline/", views.timeline, name="timeline"),
]
