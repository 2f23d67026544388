"""Remember who is who, write mails, send them, read them."""
