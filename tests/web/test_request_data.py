"""What a browser sends becomes text and numbers that a database takes, whatever it is."""

import re

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from jiheng.web.accounts.request_data import number, ticked, whole_number
from jiheng.web.forms.models import SelfEvaluation
from jiheng.web.workflow.transitions import PASS

ENDLESS = "9" * 5000
"""More figures than Python turns into a number at all."""

texts = st.text(st.sampled_from("0123456789 -+._eE²٣三\x00"), max_size=30)


@given(texts | st.just(ENDLESS))
def test_a_number_fits_into_a_row_or_is_none(sent):
    assert -1 <= whole_number(sent, -1) < 10**18
    assert (whole_number(sent, -1) >= 0) == bool(re.fullmatch(r"\s*[0-9]{1,18}\s*", sent))


@given(st.integers(0, 10**18 - 1))
def test_a_number_is_read_as_it_was_sent(value):
    assert whole_number(str(value)) == value


def test_boxes_are_numbers_and_nothing_else():
    sent = QueryDict(f"row=3&row=x&row=0&row={ENDLESS}&row=3&unit=%207")
    assert (ticked(sent, "row"), number(sent, "unit"), number(sent, "none")) == ({0, 3}, 7, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("username", "path", "sent"),
    [
        ("tianbao", "/forms/{form}/versions?a=ENDLESS&b=1", None),
        ("zhuguan", "/review/desk?page=ENDLESS", None),
        ("zhuguan", "/review/desk/filters", {"forget": "ENDLESS"}),
        ("zhuguan", "/review/desk/bulk", {"form": "ENDLESS:department:ENDLESS", "action": PASS}),
        ("tianbao", "/goals/{project}", {"do": "up:ENDLESS", "base": "ENDLESS"}),
    ],
)
def test_a_number_without_end_is_no_defect(signed_in, username, path, sent):
    form = SelfEvaluation.objects.filter(state="draft", unit__name="局本级", project__secret=False).first()
    client = signed_in(username)
    client.raise_request_exception = False
    where = path.format(form=form.pk, project=form.project_id).replace("ENDLESS", ENDLESS)
    data = None if sent is None else {name: text.replace("ENDLESS", ENDLESS) for name, text in sent.items()}
    answer = client.get(where) if data is None else client.post(where, data)
    assert answer.status_code in (200, 302, 409, 422), answer.status_code
