"""What proves the ledger: chains of hashes, the tree over all records, and the signatures under its roots.

Pure, so that whoever checks a file offline stands on the same lines as the room that wrote it. The one library
beside the standard one is `cryptography`, for the arithmetic of Ed25519.
"""
