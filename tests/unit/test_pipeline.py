import pytest

from typed_status.codegen import build
from typed_status.codegen.diff.releases_diff import side_of
from typed_status.codegen.emit.write import difference, write
from typed_status.codegen.exceptions import GenerationError, ServiceModelError
from typed_status.codegen.facts import ledger
from typed_status.codegen.models import botocore_source
from typed_status.codegen.models.botocore_source import load
from typed_status.codegen.models.lower import lower
from typed_status.codegen.project import generate
from typed_status.codegen.project.config import Selection
from typed_status.codegen.statuses import catalog

# The whole catalog is for tests/generated.
SOME = ("cloudcontrol", "connect", "servicediscovery")
# Those of them whose models are small.
SMALL = ("cloudcontrol", "servicediscovery")


@pytest.fixture(scope="module")
def modules():
    return build.files(build.shipped(SOME).services)


def test_what_is_committed_is_what_the_generator_makes(modules):
    services = {f"{folder}{name}.py" for name in SOME for folder in ("", f"{build.STARTS}/")}
    assert set(modules) == {*services, f"{build.STARTS}/__init__.py", build.INDEX}
    for name in services:
        assert (build.SERVICES / name).read_text("utf-8") == modules[name]


def test_generation_is_deterministic(modules):
    assert build.files(build.shipped(SOME).services) == modules


def test_an_edited_or_foreign_or_missing_module_is_a_difference(modules, tmp_path):
    write(tmp_path / "services", modules)
    assert difference(tmp_path / "services", modules) == ""
    edited = tmp_path / "services" / "connect.py"
    edited.write_text(edited.read_text("utf-8") + "# more\n", "utf-8")
    assert "-# more" in difference(tmp_path / "services", modules)
    (tmp_path / "services" / "foreign.py").write_text("x = 1\n", "utf-8")
    (tmp_path / "services" / "connect.pyi").write_text("", "utf-8")
    found = difference(tmp_path / "services", modules)
    assert "foreign.py: is none of the generator's" in found
    assert "connect.pyi: is none of the generator's" in found
    edited.unlink()
    assert "connect.py: is missing" in difference(tmp_path / "services", modules)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text.rstrip(b"\n"),
        lambda text: b"\xff" + text,
    ],
)
def test_any_other_byte_is_a_difference(modules, tmp_path, spoil):
    write(tmp_path / "services", modules)
    path = tmp_path / "services" / "connect.py"
    path.write_bytes(spoil(path.read_bytes()))
    assert "connect.py" in difference(tmp_path / "services", modules)
    assert write(tmp_path / "services", modules) == ["connect.py"]
    assert difference(tmp_path / "services", modules) == ""


def test_writing_makes_the_folder_whole_and_twice_changes_nothing(modules, tmp_path):
    folder = tmp_path / "services"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Kept."""\n', "utf-8")
    (folder / "gone.py").write_text("x = 1\n", "utf-8")
    assert write(folder, modules) == sorted([*modules, "gone.py"])
    assert write(folder, modules) == []
    assert {path.name for path in folder.iterdir()} == {"__init__.py", *modules}
    assert [path.name for path in tmp_path.iterdir()] == ["services"]


def test_a_failed_write_leaves_the_previous_modules_whole(tmp_path):
    folder = tmp_path / "services"
    write(folder, {"a.py": "a = 1\n", "b.py": "b = 1\n"})
    with pytest.raises(UnicodeEncodeError):
        write(folder, {"a.py": "a = 2\n", "b.py": "b = '\ud800'\n"})
    assert (folder / "a.py").read_text("utf-8") == "a = 1\n"
    assert [path.name for path in tmp_path.iterdir()] == ["services"]


def test_an_overlay_of_no_service(monkeypatch, tmp_path):
    (tmp_path / "conect.toml").write_text("", "utf-8")
    monkeypatch.setattr(build, "OVERLAYS", tmp_path)
    # Other reviewed data rest on what overlays make a status, and do not hold without them.
    problems = build.shipped(SMALL, strict=False).problems
    assert "overlays/conect.toml: the catalog has no service 'conect'" in problems


def test_a_status_that_does_not_exist():
    lowered = lower(load("connect"), ["GetTrafficDistribution"])
    pick = catalog.Pick("GetTrafficDistribution", "single", ("Id", "Statu"))
    with pytest.raises(GenerationError, match=r"connect GetTrafficDistribution: .*'Id\.Statu'"):
        catalog.with_statuses(lowered, [pick])


def test_an_unknown_service_or_operation():
    with pytest.raises(ServiceModelError, match=r"^conect/service-2\.json: .* no such service"):
        load("conect")
    with pytest.raises(ServiceModelError, match="GetNothing: there is no such operation"):
        lower(load("connect"), ["GetNothing"])


def counted(monkeypatch):
    """The services that ``build`` lowers, in order."""
    lowered: list[str] = []

    def lower_and_count(source, operations):
        lowered.append(source.service)
        return lower(source, operations)

    monkeypatch.setattr(build, "lower", lower_and_count)
    return lowered


def test_each_shipped_service_is_lowered_once(monkeypatch):
    lowered = counted(monkeypatch)
    build.files(build.shipped(SMALL).services)
    assert lowered == [*SMALL]


def test_each_service_of_a_users_package_is_lowered_once(monkeypatch, tmp_path):
    lowered = counted(monkeypatch)
    selection = Selection(services={"servicediscovery": ("CreateService",), "sts": "all"})
    generate.draft(tmp_path, None, selection)
    assert lowered == ["servicediscovery", "sts"]


def test_each_side_of_a_comparison_is_lowered_once(monkeypatch):
    monkeypatch.setattr(botocore_source, "services", lambda *_: [*SMALL])
    monkeypatch.setattr(build, "_check_services", lambda *_: None)  # the other services are missing
    lowered = counted(monkeypatch)
    side = side_of(botocore_source.installed())
    assert [each.name for each in side.shipped.services] == lowered == [*SMALL]


@pytest.mark.parametrize("name", SOME)
def test_structures_are_in_the_order_of_the_shipped_operations_alone(name):
    (service,) = build.shipped([name]).services
    alone = lower(load(name), [each.wire for each in service.operations])
    assert [each.name for each in service.structs] == [each.name for each in alone.structs]


def test_what_nobody_has_judged_is_a_question(monkeypatch, tmp_path):
    monkeypatch.setattr(ledger, "read_refused", tuple)
    monkeypatch.setattr(build, "OVERLAYS", tmp_path)
    questions = build.shipped(["greengrass"]).questions
    assert [each.split(":")[0] for each in questions] == [
        "greengrass GetBulkDeploymentStatusResponse.CreatedAt",
        "greengrass GetDeploymentStatusResponse.DeploymentStatus",
        "greengrass BulkDeploymentResult.DeploymentStatus",
    ]
    assert questions[0].startswith(
        "greengrass GetBulkDeploymentStatusResponse.CreatedAt: a point in time? It is documented as"
    )


def test_a_refusal_for_a_service_that_does_not_exist(monkeypatch):
    refusal = ledger.Refusal(service="gone", targets=("A.B",), kind="time", why="it is none")
    monkeypatch.setattr(ledger, "read_refused", lambda: (refusal,))
    with pytest.raises(GenerationError, match=r"refused\.toml: botocore has no service 'gone'"):
        build.shipped(["greengrass"])
