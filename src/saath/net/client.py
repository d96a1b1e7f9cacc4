"""Make a call with httpx, and watch whether its first byte was written.

httpx tells by its `trace` extension when it begins to write the request. Until then a failure is
proof that nothing left; from then on it is not. (encode/httpcore, docs/extensions, read 2026-11-21)
"""

from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from saath.net.calls import TOO_LATE, TOO_SLOW, Call, NotSent, Response, Result, Stop, Unknown
from saath.net.deadline import Deadline

FIRST_BYTE = "http11.send_request_headers.started"
CONNECT_TIMEOUT_S = 10.0
TOO_LONG = "answer too long"


class _TooLate(Exception):
    """Whoever calls does not want the call to begin any more."""


def _may_begin(call: Call, deadline: Deadline) -> bool:
    return not deadline.is_over and (call.may_begin is None or call.may_begin())


class Client:
    """Safe to use from several threads. Close it, or use it as a context manager."""

    def __init__(self) -> None:
        """Every call gets a connection of its own.

        A kept connection may be dead without our knowing: writing to it makes a call that surely
        never arrived look like one that perhaps did.
        """
        self._http = httpx.Client(
            http2=False,
            follow_redirects=False,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    def send(self, call: Call) -> Result:
        """Make the call. What is wrong with the network is in the result, never raised."""
        written = False

        def watch(event: str, info: Mapping[str, Any]) -> None:
            nonlocal written
            deadline.watch(event, info)
            if event == FIRST_BYTE and not _may_begin(call, deadline):
                raise _TooLate
            written = written or event == FIRST_BYTE

        with Deadline(call.deadline_s) as deadline:
            result = self._settle(call, watch, lambda: written)
        # A connection that was shut down looks like one whose other side had said everything.
        if deadline.is_over and not isinstance(result, NotSent):
            return Unknown(TOO_SLOW)
        return result

    def _settle(self, call: Call, watch: Any, written: Callable[[], bool]) -> Result:
        try:
            return self._exchange(call, watch)
        except _TooLate:
            return NotSent(TOO_LATE)
        except Stop as stop:
            return Unknown(str(stop))
        except httpx.InvalidURL:
            return NotSent("invalid address")
        except httpx.HTTPError as error:
            reason = type(error).__name__
            return Unknown(reason) if written() else NotSent(reason)

    def _exchange(self, call: Call, watch: Any) -> Result:
        timeout = httpx.Timeout(call.timeout_s, connect=min(CONNECT_TIMEOUT_S, call.timeout_s))
        with self._http.stream(
            call.method,
            call.url,
            headers=call.headers,
            content=call.body if call.parts is None else call.parts,
            timeout=timeout,
            extensions={"trace": watch} | ({"sni_hostname": call.sni} if call.sni else {}),
        ) as answer:
            body = bytearray()
            taken = 0
            for part in answer.iter_bytes():
                taken += len(part)
                if taken > call.limit_bytes:
                    return Unknown(TOO_LONG)
                if call.into is not None and answer.status_code == 200:
                    call.into(part)
                else:
                    body += part
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Response(answer.status_code, headers, bytes(body))

    def close(self) -> None:
        """Close every connection."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
