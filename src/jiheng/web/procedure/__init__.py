"""What the objects of the year have in common: a way through states, steps on record, papers, what waits for whom."""
