from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "studyapp.insights"
    verbose_name = "Learners’ answers"
