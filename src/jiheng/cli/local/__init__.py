"""The local page (`jiheng app`): one person, one browser, this computer only."""
