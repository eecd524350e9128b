"""Addresses of what comes in and goes out."""

from django.urls import path

from studyapp.exchange import views
from studyapp.exchange.taking.views import take_along, take_questions

urlpatterns = [
    path("my-data/", views.my_data, name="my-data"),
    path("take-along/", take_along, name="take-along"),
    path("take-along/questions/", take_questions, name="take-questions"),
]
