"""Pages without what differs each time they are asked for."""

from typing import Any

from django.test import Client


def masked(page: Any, browser: Client) -> bytes:
    """A page without what the answer cannot hang on: the tokens against forged requests, and the nonces."""
    secrets = (page.context["csrf_token"], page.context["csp_nonce"]) if page.context else ()
    content: bytes = page.content
    for secret in map(str, secrets):
        content = content.replace(secret.encode(), b"*")
    return content
