"""Own place packs: uploaded, checked, tried on a form, put to use; every version is kept, in backups too."""
