"""A sign-in provider (OpenID Connect) for development, demonstration and tests.

It asks nobody for a password: whoever opens it picks a person. So it refuses to start in production, where
any OIDC provider takes its place. The rest is real: authorization code with PKCE, signed tokens, discovery.
"""
