"""A year's cycle: who takes part, by which rulebook and layout, until when; and the projects in it."""
