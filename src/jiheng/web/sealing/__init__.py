"""Keeping what is secret unreadable without a key that lies neither in the database nor in a backup."""
