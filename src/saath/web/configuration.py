"""What the pages need of Django's settings. `runtime.settings` takes it over; nothing is read here."""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP

ROOM = Path(__file__).parent
REPORT = ROOM.parent / "transition" / "assess" / "report"

APPS = ["django.contrib.staticfiles", "django_htmx", "saath.web"]

OUTER = ["django.middleware.security.SecurityMiddleware"]
"""Needs neither time nor tables."""

MIDDLEWARE = [
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "saath.web.refusals.RefusalMiddleware",
]
"""Needs `request.now`, which `runtime` sets before these."""

POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "media-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}

SETTINGS: dict[str, Any] = {
    "LOGIN_URL": "sign-in",
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                    "django.contrib.auth.context_processors.auth",
                    "saath.web.preferences.pages.theme",
                ]
            },
        }
    ],
    "STATIC_URL": "/static/",
    # The report's own style, which a report in a file carries inside.
    "STATICFILES_DIRS": [("saath/report", str(REPORT / "static"))],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "saath.web.assets.DigestStorage"},
    },
    "SERVESTATIC_USE_FINDERS": True,
    "SERVESTATIC_MIMETYPES": {".webmanifest": "application/manifest+json"},
    "SERVESTATIC_MAX_AGE": 30 * 24 * 60 * 60,
    "SERVESTATIC_ALLOW_ALL_ORIGINS": False,
    "LANGUAGE_CODE": "en-in",
    "LANGUAGES": [("en-in", "English"), ("hi", "हिन्दी")],
    "LOCALE_PATHS": [str(ROOM / "locale")],
    "SECURE_CSP": POLICY,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "CSRF_COOKIE_HTTPONLY": True,
    "X_FRAME_OPTIONS": "DENY",
    "SECURE_REFERRER_POLICY": "same-origin",
}
