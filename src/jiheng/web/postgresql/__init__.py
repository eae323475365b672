"""Django's backend for PostgreSQL, quicker where it is used for every request."""
