"""The HTTP door every room has: sign-in, one transaction a request, repeatable writes, problems as data."""
