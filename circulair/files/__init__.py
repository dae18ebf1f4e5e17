"""Files in and out: tables of streams, sheets of listings, what published files hold."""
