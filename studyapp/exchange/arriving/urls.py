"""Addresses of what a learner brings."""

from django.urls import path

from studyapp.exchange.arriving import views
from studyapp.exchange.taking.sheets import template

urlpatterns = [
    path("", views.bring, name="bring"),
    path("questions.<str:ending>", template, name="bring-template"),
    path("<int:number>/", views.one, name="bring-one"),
]
