"""Releases of botocore by name: from the package index, a wheel or a folder, or the one that is shipped.

Only the service models of a release are used, never its code: the installed botocore reads them.

May import: the standard library, ``codegen.models.botocore_source`` and ``codegen.exceptions``.
"""

from __future__ import annotations

import contextlib
import lzma
import re
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Generator
from pathlib import Path

from typed_status.codegen.exceptions import GenerationError
from typed_status.codegen.models.botocore_source import Release, installed

__all__ = ["FORMS", "RECORD", "download", "opened", "recorded", "require_version", "unpacked"]

FORMS = (
    "a version (1.44.5), a wheel of botocore, a folder of service models, 'installed', 'newest', "
    "or 'shipped': the release that the services of this package are generated from"
)
RECORD = "botocore.txt"
"""The file in the folder of the services that names the release that they are generated from."""
_SERVICES = Path(__file__).parents[2] / "services"
_VERSION = re.compile(r"\d+\.\d+\.\d+", re.ASCII)
_DATA = "botocore/data/"
_MODELS = "*/*/service-2.json*"
_MODEL = re.compile(rf"{_DATA}[^/]+/[^/]+/service-2\.json(\.gz)?")
_INFO = re.compile(r"botocore-([^/]+)\.dist-info/")
# The maximum size of the service models of a release, in bytes: ten times that of 1.44.
_MOST = 2_000_000_000


@contextlib.contextmanager
def opened(spec: str, services: Path = _SERVICES) -> Generator[Release]:
    """Open the release that ``spec`` names, in one of ``FORMS``; downloads are deleted afterwards.

    Raises:
        GenerationError: there is no such release, or it cannot be downloaded.
    """
    wanted = recorded(services) if spec == "shipped" else spec
    with tempfile.TemporaryDirectory(prefix="botocore-") as folder:
        yield _found(wanted, Path(folder))


def _found(spec: str, folder: Path) -> Release:
    here = installed()
    if spec in ("installed", here.version):
        return here
    if spec == "newest" or _VERSION.fullmatch(spec):
        version = None if spec == "newest" else spec
        return unpacked(download(version, folder / "wheel"), folder)
    path = Path(spec)
    if path.is_dir():
        return _in_folder(path)
    if path.is_file():
        return unpacked(path, folder)
    raise GenerationError(f"{spec!r} is not a release of botocore: expected {FORMS}")


def recorded(services: Path = _SERVICES) -> str:
    """Return the version of botocore in the record of a folder of services.

    Raises:
        GenerationError: there is no such record, or it names no version.
    """
    record = services / RECORD
    version = record.read_text("utf-8").strip() if record.is_file() else ""
    if not _VERSION.fullmatch(version):
        raise GenerationError(
            f"{services.name}/{RECORD} does not contain a version of botocore: expected one line, the version that the "
            "services were generated from; restore it (git checkout)"
        )
    return version


def require_version(release: Release) -> None:
    """Check that a release has a version of the form N.N.N, which records need.

    Raises:
        GenerationError: it has none, as a folder of service models may.
    """
    if not _VERSION.fullmatch(release.version):
        raise GenerationError(
            f"the release in {release.data} has no version (found {release.version!r}): to generate the services "
            "from it, expected three numbers, as in botocore/__init__.py beside data/; "
            "typed-status diff does not need one"
        )


def download(version: str | None, folder: Path) -> Path:
    """Download the wheel of a version, or of the newest, with pip into ``folder``, unless it is there."""
    if version is not None and (there := sorted(folder.glob(f"botocore-{version}-*.whl"))):
        return there[0]
    wanted = f"botocore=={version}" if version else "botocore"
    options = ("--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:")
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(folder), wanted]
    # the only input in the command is a version, whose form was checked
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - see above
    wheels = sorted(folder.glob(f"botocore-{version or ''}*.whl"))
    if done.returncode or not wheels:
        output = done.stderr.strip().splitlines() or ["pip output nothing"]
        raise GenerationError(
            f"{wanted} cannot be downloaded from the package index: {output[-1]} "
            "(pass a wheel or a folder of service models instead)"
        )
    return wheels[-1]


def unpacked(wheel: Path, folder: Path) -> Release:
    """Unpack the service models in a wheel of botocore into a folder in ``folder``, and return the release.

    Raises:
        GenerationError: it is not a wheel of botocore, is damaged, or is larger than botocore's models would be.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            return _unpacked(archive, wheel.name, folder)
    except _BROKEN as error:
        raise GenerationError(f"{wheel.name} cannot be unpacked as a wheel: {error}") from error


# The exceptions of zipfile for an archive that is damaged, encrypted or of an unknown compression, or has invalid names.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,  # NotImplementedError is one
    EOFError,
    OSError,
    ValueError,
)


def _unpacked(archive: zipfile.ZipFile, name: str, folder: Path) -> Release:
    names = archive.namelist()
    versions = {found[1] for each in names if (found := _INFO.match(each))}
    if len(versions) != 1 or not any(_MODEL.fullmatch(each) for each in names):
        raise GenerationError(
            f"{name} is not a wheel of botocore: expected one botocore-VERSION.dist-info, found {len(versions)}, "
            f"and service models in {_DATA}"
        )
    version = versions.pop()
    if not _VERSION.fullmatch(version):
        raise GenerationError(
            f"{name} is not a wheel of a release of botocore: its version is {version!r}"
        )
    target = folder / version
    if not target.exists():
        models = [each for each in archive.infolist() if each.filename.startswith(_DATA)]
        size = sum(
            each.file_size for each in models
        )  # zipfile extracts at most the size in the archive's index
        if size > _MOST:
            raise GenerationError(
                f"{name} is not a wheel of botocore: unpacked, its data is {size:,} bytes"
            )
        with tempfile.TemporaryDirectory(dir=folder) as whole:
            archive.extractall(whole, models)
            Path(whole, _DATA).rename(target)
    return Release(version, str(target))


def _in_folder(folder: Path) -> Release:
    for data in (folder, folder / "data", folder / _DATA):
        if any(data.glob(_MODELS)):
            code = data.parent / "__init__.py"
            found = (
                re.search(r"^__version__ = ['\"]([\w.]+)", code.read_text("utf-8"), re.MULTILINE)
                if code.is_file()
                else None
            )
            return Release(found[1] if found else data.resolve().name, str(data))
    raise GenerationError(f"there are no service models ({_MODELS}) in the folder {folder}")
