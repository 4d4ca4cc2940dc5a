import tomllib

from hypothesis import example, given
from hypothesis import strategies as st

from typed_status.codegen.project.config import FILE, Selection, read, read_bytes, updated

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


def selected(selection):
    """What a selection says: the order of operations says nothing."""
    services = {
        name: given if given == "all" else frozenset(given)
        for name, given in selection.services.items()
    }
    return selection.model_dump(exclude={"services"}) | {"services": services}


@given(SELECTIONS, SELECTIONS)
@example(Selection(overlays=("a", "b")), Selection(overlays=("b", "c", "a")))
def test_what_is_written_is_read(tmp_path_factory, first, second):
    folder = tmp_path_factory.mktemp("aws")
    assert read_bytes(folder) is None
    assert read(folder, None) == Selection()
    text = updated(folder, None, first)
    (folder / FILE).write_text(text, "utf-8")
    text_before = read_bytes(folder)
    assert read(folder, text_before) == first
    assert updated(folder, text_before, first) == text
    after = updated(folder, text_before, second)
    tomllib.loads(after)
    (folder / FILE).write_text(after, "utf-8")
    assert selected(read(folder, read_bytes(folder))) == selected(second)


BEFORE = """\
# ours
botocore = "1.0"  # of the lambda runtime
types = "reuse"
overlays = ["a.toml"]  # rules

[services]
# identities
IAM = ["list-users"] # nightly
sts = [
    # who
    "GetCallerIdentity",  # called first
    "gone",  # not any more
    "z_last", # kept
] # end
kms = ["Encrypt"] # keys
"""
AFTER = """\
# ours
botocore = "2.0"  # of the lambda runtime
types = "reuse"
overlays = [
    "a.toml",
    "b.toml",
]  # rules

[services]
# identities
IAM = ["list-users"] # nightly
sts = [
    # who
    "AssumeRole",
    "GetCallerIdentity",  # called first
    "Middle",
    "z_last", # kept
    "ZZ",
] # end
kms = "all" # keys
"""


def test_comments_places_and_spellings_are_kept(tmp_path):
    selection = Selection(
        botocore="2.0",
        overlays=("a.toml", "b.toml"),
        services={
            "iam": ("ListUsers",),
            "kms": "all",
            "sts": ("AssumeRole", "GetCallerIdentity", "Middle", "ZLast", "ZZ"),
        },
    )
    names = {"list-users": "ListUsers", "z_last": "ZLast"}
    text = updated(
        tmp_path,
        BEFORE.encode(),
        selection,
        str.lower,
        lambda service, name: names.get(name, name),
    )
    assert text == AFTER
