"""Meta itself: nothing is wrapped, everything is signed."""

from saath.whatsapp.adapters.contract import Can


class Meta:
    """The Cloud API of Meta, or a simulator that stands for it."""

    name = "meta"
    url = "https://graph.facebook.com"
    can = Can(history=True, contacts=True, echoes=True, signs=True, we_ask_for_sync=True)

    def messages_url(self, base_url: str, version: str, phone_number_id: str) -> str:
        """Under the version and the number."""
        return f"{base_url}/{version}/{phone_number_id}/messages"

    def media_url(self, base_url: str, version: str, phone_number_id: str, media_id: str) -> str:
        """Under the version; the number says on whose behalf."""
        return f"{base_url}/{version}/{media_id}?phone_number_id={phone_number_id}"

    def upload_url(self, base_url: str, version: str, phone_number_id: str) -> str:
        """Under the version and the number."""
        return f"{base_url}/{version}/{phone_number_id}/media"

    def place_url(self, base_url: str, url: str) -> str:
        """Where Meta says it lies."""
        del base_url
        return url

    def headers(self, token: str) -> dict[str, str]:
        """An OAuth token."""
        return {"authorization": f"Bearer {token}"}

    def unwrap(self, body: bytes) -> bytes:
        """Nothing to unwrap."""
        return body
