"""The commands import models, and models need Django to be set up."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saath.runtime.settings")
os.environ.setdefault("SAATH_KEY", "5a" * 32)
django.setup()
