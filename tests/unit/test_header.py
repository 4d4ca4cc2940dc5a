from hypothesis import given
from hypothesis import strategies as st

from typed_status.codegen.emit.header import origin_of, with_header

NAMES = st.from_regex(r"[a-z_]{1,9}\.py", fullmatch=True)
WORDS = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=30)


@given(
    NAMES, st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r")), st.text(), WORDS
)
def test_a_header_is_comments_whatever_is_in_it(name, text, made_from, command):
    whole = with_header(name, text, made_from, command)
    assert whole.endswith(text)
    head = whole[: len(whole) - len(text)].splitlines()
    assert all(line.startswith("#") for line in head)
    assert origin_of(name, whole.encode()) == "ours"
    assert origin_of(name, whole.replace("\n", "\r\n").encode()) == "ours"
    assert origin_of(f"un{name}", whole.encode()) == "edited"


@given(st.data())
def test_any_other_byte_is_an_edit(data):
    whole = with_header("sts.py", "x = 1\n", "botocore", ["typed-status"]).encode()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 127).filter(lambda byte: byte != whole[at]))
    changed = whole[:at] + bytes([byte]) + whole[at + 1 :]
    assert origin_of("sts.py", changed) in ("edited", "foreign")
