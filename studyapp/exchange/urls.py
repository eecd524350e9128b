"""Addresses of what comes in and goes out."""

from django.urls import path

from studyapp.exchange import views

urlpatterns = [path("my-data/", views.my_data, name="my-data")]
