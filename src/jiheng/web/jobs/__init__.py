"""Work in the background: a queue in the database, taken by workers under a lease, so that a kill loses nothing."""
