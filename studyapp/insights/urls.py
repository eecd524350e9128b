"""Addresses of the progress pages."""

from django.urls import path

from studyapp.insights import views

urlpatterns = [
    path("progress/", views.progress, name="progress"),
    path("progress/retention/", views.retention, name="progress-retention"),
    path("progress/knowledge/", views.knowledge, name="progress-knowledge"),
    path("progress/calibration/", views.calibration, name="progress-calibration"),
]
