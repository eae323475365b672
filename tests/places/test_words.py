"""The words of the shipped packs have one meaning each and are sound expressions: at run time nobody looks again."""

from pathlib import Path

import pytest

from jiheng.places.sources import SHIPPED, WORDS_FILE
from jiheng.places.words import check, read


@pytest.mark.parametrize("file", sorted(SHIPPED.glob(f"*/{WORDS_FILE}")), ids=lambda file: file.parent.name)
def test_the_words_of_a_shipped_pack_are_sound(file: Path) -> None:
    check(file, read(file))
