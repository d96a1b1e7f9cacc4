"""One folder for each provider that stands between Meta and us, and which there are."""

from typing import Final

from saath.whatsapp.adapters.contract import Adapter, Can
from saath.whatsapp.adapters.dialog360 import Dialog360
from saath.whatsapp.adapters.meta import Meta

__all__ = ["ADAPTERS", "Adapter", "Can", "adapter_of"]

_META: Final = Meta()
ADAPTERS: Final[dict[str, Adapter]] = {adapter.name: adapter for adapter in (_META, Dialog360())}


def adapter_of(provider: str) -> Adapter:
    """The adapter of a connection's provider; the simulator speaks as Meta does."""
    return ADAPTERS.get(provider, _META)
