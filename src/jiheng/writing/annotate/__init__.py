"""The user's own file with the remarks in it."""
