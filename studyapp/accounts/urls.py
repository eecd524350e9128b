"""Addresses of the learner's own pages; django-allauth adds its own beside them."""

from django.urls import path

from studyapp.accounts import views

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("delete/", views.delete_account, name="delete-account"),
    path("reminders/stop/<str:token>/", views.stop_reminders, name="stop-reminders"),
]
