"""/api/v1: the same data under the same rights for other programs."""
