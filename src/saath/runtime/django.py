"""Bring Django up, and point it at an installation.

Models can be imported only once Django is up, and which folder is meant is known only once the
command line was read: so it is done in two steps.
"""

import os
from typing import Any

import django
from django.conf import settings
from django.db import connections

from saath.runtime.folder import KEY_VARIABLE, URL_VARIABLE, Folder

DATA_VARIABLE = "SAATH_DATA"


def prepare() -> None:
    """Bring Django up without an installation. Before anything imports a model."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "saath.runtime.settings"
    url = os.environ.pop(URL_VARIABLE, None)  # nobody has looked yet whether it is one
    django.setup()
    if url is not None:
        os.environ[URL_VARIABLE] = url


def configure(folder: Folder) -> Folder:
    """Point Django at the installation and return it. Before anything touches a table."""
    os.environ[DATA_VARIABLE] = str(folder.path.absolute())
    os.environ[KEY_VARIABLE] = folder.key.hex()
    from saath.runtime.settings import build  # noqa: PLC0415  (a module of Django's own making)

    for name, value in build(os.environ | {URL_VARIABLE: folder.database_url}).items():
        setattr(settings, name, value)
    _point(settings.DATABASES)
    return folder


def _point(databases: dict[str, Any]) -> None:
    for alias in list(connections.settings):
        connections[alias].close()
        del connections[alias]
    connections.settings.clear()
    connections.settings.update(connections.configure_settings(databases))
