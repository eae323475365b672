"""The table of fields and the structs of the record say the same."""

import msgspec
import pytest

from jiheng.form import FIELDS, KINDS, Block, Form, Fund, Indicator, Total, is_scored, kind_name, labels

SINGLE = (Block.HEAD, Block.GOALS, Block.TOTAL, Block.TAIL)
CONTAINERS = {
    "source",
    "kind",
    "funds",
    "indicators",
    "totals",
    "blank_rows",
    "notes",
    "others",
    "labels",
    "uncertain",
    "origins",
}


def names(struct: type[msgspec.Struct]) -> list[str]:
    return [field.name for field in msgspec.structs.fields(struct)]


def test_cells_that_a_form_has_once_are_the_fields_of_the_struct() -> None:
    assert set(labels(*SINGLE)) == set(names(Form)) - CONTAINERS


@pytest.mark.parametrize(
    ("block", "struct", "key"),
    [(Block.FUNDS, Fund, ["name"]), (Block.INDICATORS, Indicator, []), (Block.TOTALS, Total, ["label"])],
)
def test_rows_have_the_columns_of_their_struct_in_order(
    block: Block, struct: type[msgspec.Struct], key: list[str]
) -> None:
    assert [*key, *labels(block)] == names(struct)


def test_blocks_stand_together_in_printed_order() -> None:
    order = list(Block)
    at = [order.index(field.block) for field in FIELDS]
    assert at == sorted(at)


def test_a_form_without_a_tail_has_none() -> None:
    bare = Form()
    assert all(getattr(bare, name) is None for name in labels(Block.TAIL)) and bare.notes == [] and bare.others == []


def test_kinds_have_names_and_only_self_evaluations_are_scored() -> None:
    assert kind_name(Form().kind) == "项目支出绩效自评表" and is_scored(Form().kind)
    assert {kind for kind in KINDS if is_scored(kind)} == {"project", "whole", "policy"}
    assert kind_name("新的一种") == "新的一种" and not is_scored("新的一种")
