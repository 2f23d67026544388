"""Real PostgreSQL, NATS and Temporal from pip-installed binaries, and the supervisor that keeps them.

For development, demonstration, tests and one small office; production is given the same parts by URL.
"""
