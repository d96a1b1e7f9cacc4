"""What the type checker must know of Django's settings: the apps, and which model is the user.

The real settings are made by `saath.runtime` from the folder of an installation. A type checker has
no such folder, and needs none.
"""

SECRET_KEY = "for the type checker only"
USE_TZ = True
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "saath.store",
]
AUTH_USER_MODEL = "store.User"
