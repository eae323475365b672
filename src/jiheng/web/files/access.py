"""Who may have a stored file: decided by what it belongs to. An app registers a claim for the files it keeps."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from jiheng.web.accounts.models import Person
from jiheng.web.accounts.permissions import AccessRuling
from jiheng.web.files.models import StoredFile


@dataclass(frozen=True)
class FileClaim:
    """What a file belongs to, and whether the person in question may have it. `secret` reads are put on record."""

    owner: models.Model
    ruling: AccessRuling
    secret: bool = False


Claimant = Callable[[StoredFile, Person], FileClaim | None]
_claimants: list[Claimant] = []


def claims(claimant: Claimant) -> Claimant:
    """Decorator: this function knows some files; it answers None for a file that is not its own."""
    _claimants.append(claimant)
    return claimant


def claim_of(file: StoredFile, person: Person) -> FileClaim | None:
    """The claim that settles it: one that allows where there is one; None for a file that belongs to nothing."""
    found = [claim for claimant in _claimants if (claim := claimant(file, person)) is not None]
    return next((claim for claim in found if claim.ruling), found[0] if found else None)
