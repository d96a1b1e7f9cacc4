"""The reference of an acknowledgement: the same server, and an application that only verifies.

    python -m bench.verifier PORT SECRET

It keeps nothing: what it answers per second is what the server and one HMAC leave to be had.
"""

import sys
from collections.abc import Sequence

from saath.ingest.app import App, Receive, Scope, Send
from saath.runtime.serving import leave, run, serve
from saath.whatsapp.signature import verify

HEADERS = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0")]


def app(secret: bytes) -> App:
    """The application."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        signature = dict(scope["headers"]).get(b"x-hub-signature-256")
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        status = 200 if verify(body, signature, (secret,)) else 401
        await send({"type": "http.response.start", "status": status, "headers": HEADERS})
        await send({"type": "http.response.body", "body": b""})

    return answer


def main(arguments: Sequence[str]) -> None:
    """Serve until SIGTERM."""
    port, secret = arguments
    run(serve(app(secret.encode()), "127.0.0.1", int(port), ready=lambda: None))
    leave(0)


if __name__ == "__main__":
    main(sys.argv[1:])
