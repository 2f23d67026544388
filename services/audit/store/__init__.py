"""The room's SQL: the ledger, and the files that came to their end."""
