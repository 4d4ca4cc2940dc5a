import tomllib

from hypothesis import given
from hypothesis import strategies as st

from typed_status.codegen.selection import FILE, Selection, content, read, written

TEXTS = st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=12)
SELECTIONS = st.builds(
    Selection,
    botocore=st.just("1.44.5"),
    types=st.sampled_from(["reuse", "vendor"]),
    all=st.booleans(),
    overlays=st.lists(TEXTS, max_size=3, unique=True).map(tuple),
    services=st.dictionaries(
        TEXTS, st.just("all") | st.lists(TEXTS, min_size=1, max_size=3).map(tuple), max_size=4
    ),
)


@given(SELECTIONS, SELECTIONS)
def test_what_is_written_is_read(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("aws")
    assert content(folder) is None
    assert read(folder, None) == Selection()
    text = written(folder, None, first)
    (folder / FILE).write_text(text, "utf-8")
    said = content(folder)
    assert read(folder, said) == first
    assert written(folder, said, first) == text
    after = written(folder, said, second)
    tomllib.loads(after)
    (folder / FILE).write_text(after, "utf-8")
    assert read(folder, content(folder)) == second
