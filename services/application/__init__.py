"""The application room: calls, the cluster registry, consortia and applications up to the signed contract."""
