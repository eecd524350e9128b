from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "studyapp.exchange"
