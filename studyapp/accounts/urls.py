"""Addresses of the learner's own pages; django-allauth adds its own beside them."""

from allauth.account import views as allauth
from django.urls import path, re_path
from django.views.generic import RedirectView

from studyapp.accounts import views
from studyapp.accounts.guests import account_required

urlpatterns = [
    path("settings/", views.settings, name="settings"),
    path("language/", views.choose_language, name="choose-language"),
    path("delete/", views.delete_account, name="delete-account"),
    path("reminders/stop/<str:token>/", views.stop_reminders, name="stop-reminders"),
    path("login/", views.LogIn.as_view(), name="account_login"),
    path("signup/", views.SignUp.as_view(), name="account_signup"),
    # That an email is on its way is a notice on the page where they were.
    path("confirm-email/", RedirectView.as_view(pattern_name="home"), name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", views.ConfirmEmail.as_view(), name="account_confirm_email"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",  # as django-allauth has it
        views.SetPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path("email/", account_required(allauth.email), name="account_email"),
    path("password/change/", account_required(allauth.password_change), name="account_change_password"),
    path("password/set/", account_required(allauth.password_set), name="account_set_password"),
    path("reauthenticate/", account_required(allauth.reauthenticate), name="account_reauthenticate"),
]
