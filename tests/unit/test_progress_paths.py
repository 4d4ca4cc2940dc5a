"""Where progress is: the rule over names, and ``progress.toml``, on tiny services."""

import pytest

from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.models.botocore_source import Source
from typed_status.codegen.models.lower import lower
from typed_status.codegen.statuses.catalog import Pick, with_statuses
from typed_status.codegen.statuses.progress_paths import Exceptions, read_exceptions

INTEGER, TEXT, STATUS = {"shape": "Integer"}, {"shape": "Text"}, {"shape": "Status"}


def structure(**members):
    return {"type": "structure", "members": members}


def service(output, **shapes):
    model = {
        "metadata": {"apiVersion": "1", "serviceFullName": "Tiny", "protocol": "json"},
        "operations": {"GetThing": {"output": {"shape": "Output"}}},
        "shapes": {
            "Integer": {"type": "integer"},
            "Text": {"type": "string"},
            "Secret": {"type": "integer", "sensitive": True},
            "Status": {"type": "string", "enum": ["RUNNING", "FAILED", "DONE"]},
            "Output": output,
            **shapes,
        },
    }
    return lower(Source("tiny", model, "1.0"), ["GetThing"])


def progress(lowered, *exceptions, status="Status", kind="single"):
    entries = [
        {"service": "tiny", "shapes": [shape], "progress": groups, "why": "w", "source": "s"}
        for shape, groups in exceptions
    ]
    reviewed = Exceptions.model_validate({"structure": entries})
    pick = Pick("GetThing", kind, tuple(status.split(".")))
    (operation,) = with_statuses(lowered, [pick], reviewed).operations
    return [
        " ".join(f"{role} {'.'.join(path)}" for role, path in group) for group in operation.progress
    ]


def beside(**members):
    """The progress in members beside the status, all numbers but those that are given."""
    return progress(service(structure(Status=STATUS, **members)))


def numbers(*names):
    return beside(**dict.fromkeys(names, INTEGER))


@pytest.mark.parametrize(
    "name",
    "PercentProgress ProgressPercent PercentageComplete PercentDone Progress VolumeProgress CompletionPercentage".split(),
)
def test_a_percentage(name):
    for member in (INTEGER, TEXT):
        (found,) = beside(**{name: member})
        assert found.startswith("percent ")


@pytest.mark.parametrize(
    "name", "Percent MaxPercentage PercentTraffic InProgress CountInProgress ProgressBar".split()
)
def test_what_is_no_percentage(name):
    assert numbers(name) == []


def test_a_percentage_in_a_structure_that_is_called_progress():
    lowered = service(
        structure(Status=STATUS, JobProgress={"shape": "Held"}), Held=structure(Percent=INTEGER)
    )
    assert progress(lowered) == ["percent job_progress.percent"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("TotalSteps StepsCompleted", "total total_steps done steps_completed"),
        ("TotalItems SucceededItems", "total total_items succeeded succeeded_items"),
        (
            "TotalCount SuccessCount ErrorCount",
            "total total_count succeeded success_count failed error_count",
        ),
        ("TotalCount RemainingCount", "total total_count left remaining_count"),
        # The success is in what is done.
        (
            "NumberOfRecordsProcessed TotalRecords SucceededRecords",
            "done number_of_records_processed total total_records",
        ),
        ("PendingFiles CompletedFiles", "left pending_files done completed_files"),
        # Without a total, those that are completed are not those that failed.
        (
            "PendingFiles CompletedFiles FailedFiles",
            "left pending_files succeeded completed_files failed failed_files",
        ),
        ("InProgressFiles DoneFiles", "left in_progress_files done done_files"),
        (
            "ProgressInMegaBytes TotalDataInMegaBytes",
            "done progress_in_mega_bytes total total_data_in_mega_bytes",
        ),
        ("TotalRecords RecordsNotProcessed RecordsProcessed", None),
    ],
)
def test_counts(names, expected):
    expected = expected or (
        "total total_records failed records_not_processed done records_processed"
    )
    assert numbers(*names.split()) == [expected]


@pytest.mark.parametrize(
    "names",
    [
        "TotalItems",
        "TotalItems FailedItems",
        "CompletedItems FailedItems",
        "TotalBytes CompletedItems",
        "ItemCount StepCount",
    ],
)
def test_what_does_not_say_how_much_there_is(names):
    assert numbers(*names.split()) == []


def test_the_documentation_says_that_only_successes_are_done():
    lowered = service(
        structure(
            Status=STATUS,
            TotalCount=INTEGER,
            CompletedCount={"shape": "Integer", "documentation": "Those that were successful."},
            FailedCount=INTEGER,
        )
    )
    assert progress(lowered) == ["total total_count succeeded completed_count failed failed_count"]


def test_a_percentage_and_counts():
    assert numbers("TotalSteps", "StepsDone", "PercentDone") == [
        "percent percent_done",
        "total total_steps done steps_done",
    ]
    # A percentage is no count.
    assert numbers("TargetSize", "Progress") == ["percent progress"]


def test_a_map_of_statuses():
    lowered = service(
        structure(Status=STATUS, StatusCounts={"shape": "Map"}, Sizes={"shape": "Map"}),
        Map={"type": "map", "key": TEXT, "value": INTEGER},
    )
    assert progress(lowered) == ["counts status_counts[]"]


def test_the_structure_that_is_nearest_to_the_status():
    lowered = service(
        structure(Job={"shape": "Job"}, Progress=INTEGER),
        Job=structure(Status=STATUS, Report={"shape": "Report"}),
        Report=structure(TotalRows=INTEGER, RowsLoaded=INTEGER),
    )
    assert progress(lowered, status="Job.Status") == [
        "total job.report.total_rows succeeded job.report.rows_loaded"
    ]


def test_an_item_of_a_list():
    lowered = service(
        structure(Items={"shape": "Items"}, Progress=INTEGER),
        Items={"type": "list", "member": {"shape": "Item"}},
        Item=structure(Status=STATUS, PercentDone=TEXT),
    )
    assert progress(lowered, status="Items.Status", kind="list") == ["percent items[].percent_done"]


def test_what_belongs_to_something_else():
    lowered = service(
        structure(Status=STATUS, Other={"shape": "Other"}, Parts={"shape": "Parts"}),
        Other=structure(Status=STATUS, Progress=INTEGER),
        Parts={"type": "list", "member": {"shape": "Part"}},
        Part=structure(Progress=INTEGER),
    )
    assert progress(lowered) == []


def test_sensitive_members():
    lowered = service(
        structure(Status=STATUS, Progress={"shape": "Secret"}, Held={"shape": "Held"}),
        Held=structure(Progress=INTEGER) | {"sensitive": True},
    )
    assert progress(lowered) == []


class TestExceptions:
    def lowered(self):
        return service(structure(Status=STATUS, Progress=TEXT, Shots=INTEGER))

    def test_no_progress(self):
        assert progress(self.lowered(), ("GetThingResponse", [])) == []

    def test_another_one(self):
        assert progress(self.lowered(), ("GetThingResponse", ["fraction Progress"])) == [
            "fraction progress"
        ]

    @pytest.mark.parametrize(
        ("shape", "groups", "words"),
        [
            ("Nothing", [], "Nothing is no structure with the status of an operation"),
            ("GetThingResponse", ["percent Progress"], "is decided so by the rule: drop it"),
            ("GetThingResponse", ["percent Size.Of"], "has no member 'Size.Of'"),
        ],
    )
    def test_one_that_does_not_fit(self, shape, groups, words):
        with pytest.raises(GenerationError, match=words):
            progress(self.lowered(), (shape, groups))

    @pytest.mark.parametrize(
        "text",
        [
            'service = "a"\nshapes = ["B"]\nprogress = ["half B"]\nwhy = "w"\nsource = "s"\n',
            'service = "a"\nshapes = ["B"]\nprogress = ["percent"]\nwhy = "w"\nsource = "s"\n',
            'service = "a"\nshapes = []\nprogress = []\nwhy = "w"\nsource = "s"\n',
            'service = "a"\nshapes = ["B"]\nprogress = []\nsource = "s"\n',
            'service = "a"\nshapes = ["B", "B"]\nprogress = []\nwhy = "w"\nsource = "s"\n',
        ],
    )
    def test_a_malformed_file(self, tmp_path, text):
        path = tmp_path / "progress.toml"
        path.write_text(f"[[structure]]\n{text}")
        with pytest.raises(GenerationError, match=r"^progress\.toml: "):
            read_exceptions(path)
