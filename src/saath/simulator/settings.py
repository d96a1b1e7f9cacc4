"""What may be chosen about a world: open questions of Meta's docs, and its rhythm."""

from dataclasses import dataclass

from saath.simulator.clock import DAY, HOUR, SECOND


@dataclass(slots=True, kw_only=True)
class Settings:
    """Every field is a fact that Meta's pages leave open, changed over time, or a matter of taste."""

    base_url: str = "https://graph.facebook.com"
    media_url: str = "https://lookaside.fbsbx.com"
    webhook_version: int = 25  # up to 23 every status carries `conversation`
    bsuid: bool = True  # False: the shape before April 2026, phones only
    statuses_for_echoes: bool = False  # not documented by Meta
    echo_api_sends: bool = False  # not documented by Meta
    override_covers_all_fields: bool = True  # documented for `messages` only
    removed_shape: str = "waba_info"  # or "phone_number": two documented shapes of PARTNER_REMOVED
    closed_window: str = "refuse"  # or "status": 131047 at once, or later as a failed status
    late_sync_code: int = 2593108  # one implementation saw 135000
    real_after_131060: str = "other"  # or "same": the wamid of the message behind a placeholder
    verify_callbacks: bool = False  # a handshake before a callback URL is accepted
    escape_slashes: bool = True
    latency: int = 400  # ms from event to first delivery, at the middle
    batch: int = 10  # most updates joined in one delivery when they are ready together
    gather: int = 0  # ms: what happens within the same stretch of time is ready together
    retry_horizon: int = 36 * HOUR  # or 7 * DAY: Meta's pages say both
    delivery_timeout: int = 20 * SECOND
    history_days: int = 180
    history_media_days: int = 14
    history_to_user_id: bool = False  # read in libraries, not in Meta's pages
    chunk_size: int = 200
    service_billed_from: int = 1_790_812_800_000  # 1 Oct 2026, pricing page of 11 Sep 2026
    free_service_messages: int = 1_000
    review_delay: int = 30 * SECOND
    inactivity_limit: int = 14 * DAY
