"""Addresses of what a learner brings."""

from django.urls import path

from studyapp.exchange.arriving import views

urlpatterns = [
    path("", views.bring, name="bring"),
    path("<int:number>/", views.one, name="bring-one"),
]
