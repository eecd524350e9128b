"""Other programs as judges, run on demand, each in an environment of its own; CI runs none of it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
