"""The entries of `headers` (contract §2, D2, D3)."""

RESERVED = frozenset(
    "host connection keep-alive transfer-encoding upgrade via te trailer content-length"
    " content-type authorization origin permissions-policy user-agent accept accept-encoding"
    " accept-language x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip forwarded date"
    " expires last-modified cache-control etag if-match if-none-match access-control-allow-origin"
    " access-control-allow-methods access-control-allow-headers"
    " access-control-expose-headers".split()
)

SENSITIVE = frozenset(
    "cookie set-cookie proxy-authorization proxy-connection expect content-encoding"
    " x-webhook-signature x-webhook-timestamp x-webhook-attempt".split()
)
