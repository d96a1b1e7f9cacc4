"""What Django asks of an app: its name."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """The one app of Saath."""

    name = "saath.store"
    label = "store"
    verbose_name = "Saath"
