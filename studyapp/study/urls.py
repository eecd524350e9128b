from django.urls import path
from django.views.generic import TemplateView

page = TemplateView.as_view(template_name="base.html")
urlpatterns = [
    path("", page, name="home"),
    path("study/", page, name="study"),
    path("decks/", page, name="decks"),
]
