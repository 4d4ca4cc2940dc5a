"""Classes that are finished when they are first used.

Making a pydantic model takes some 400 microseconds and an enum some 100; a service module declares up to
thousands of both, and a program uses a few. Here a class statement makes the bare class object, which costs
15 microseconds, and keeps the namespace of the class body. The class has an unfinished metaclass, which
finishes it as soon as anything but its name is asked for.

Finishing runs pydantic's (or enum's) own metaclass over the kept namespace. That metaclass gets its class
object from ``super().__new__``, and ``_Adopting``, which stands behind it, hands out the object that is
already there instead of a new one. So nothing of what it does is repeated or guessed here.

May import: the standard library and pydantic.
"""

from __future__ import annotations

import enum
import threading
import typing as t
from collections.abc import Callable

import pydantic

__all__ = ["EnumMeta", "ModelMeta"]

Bases = tuple[type, ...]
Namespace = dict[str, t.Any]

# Finishing one class may finish others, in the same thread; another thread waits until a class is whole.
_LOCK = threading.RLock()
_KEPT = "__unfinished__"
# What can be told of a class that is not finished.
_KNOWN = frozenset(
    "__bases__ __class__ __class_getitem__ __doc__ __eq__ __hash__ __module__ __mro__ __name__ __operation__ "
    "__qualname__ __rules__ __status__".split()
)
# What a class body may hold beside its fields or members and yet wait.
_DECLARATIONS = frozenset(
    "__annotate__ __annotate_func__ __annotations__ __doc__ __firstlineno__ __module__ __operation__ "
    "__phases__ __qualname__ __rules__ __sensitive__ __static_attributes__ __status__".split()
)


class _Adoption(threading.local):
    """The class that this thread is finishing."""

    waiting: type | None = None


_ADOPTION = _Adoption()


class _Adopting(type):
    """Behind a metaclass: gives it the class that is being finished instead of a new one."""

    def __new__(mcs, name: str, bases: Bases, namespace: Namespace, **options: t.Any) -> t.Any:
        adopted = _ADOPTION.waiting
        if adopted is None or adopted.__name__ != name:
            return super().__new__(mcs, name, bases, namespace, **options)
        _ADOPTION.waiting = None
        for key, value in namespace.items():
            type.__setattr__(adopted, key, value)
        for key, value in list(namespace.items()):
            # As ``type.__new__`` does: this is where an enum makes its members.
            if hasattr(value, "__set_name__"):
                value.__set_name__(adopted, key)
        return adopted


class _Unfinished(type):
    """Before a metaclass: finishes a class before it answers."""

    # The metaclass that a finished class has.
    finished: t.ClassVar[t.Any]

    def __getattribute__(cls, name: str) -> t.Any:
        if name not in _KNOWN:
            _finish(cls)
        return type.__getattribute__(cls, name)  # the metaclass may be another by now


def _finish(cls: t.Any) -> None:
    with _LOCK:
        own = type.__getattribute__(cls, "__dict__")
        if _KEPT not in own:  # another thread was faster, or this one is at it
            return
        namespace, bases = own[_KEPT], cls.__bases__
        type.__delattr__(cls, _KEPT)
        finished = t.cast(type[_Unfinished], type(cls)).finished
        outer, _ADOPTION.waiting = _ADOPTION.waiting, cls
        try:
            finished.__new__(finished, cls.__name__, bases, namespace, finishing=True)
        except BaseException:
            type.__setattr__(cls, _KEPT, namespace)
            raise
        finally:
            _ADOPTION.waiting = outer
        cls.__class__ = finished


def _finishing(name: str) -> Callable[..., t.Any]:
    """A method of a metaclass that Python looks up past ``__getattribute__``."""

    def method(cls: t.Any, *arguments: t.Any, **options: t.Any) -> t.Any:
        _finish(cls)
        return getattr(cls.__class__, name)(cls, *arguments, **options)

    return method


def _bare(
    metaclass: type[type], name: str, bases: Bases, namespace: Namespace, kind: type
) -> t.Any:
    """The class object alone, or ``None`` where the body is to be run at once.

    What may wait is the body of a class at a module's top level, all of whose values are of the ``kind``: it
    holds nothing that runs.
    """
    told: Namespace = {_KEPT: namespace}
    for key, value in namespace.items():
        if key in _DECLARATIONS:
            if key in _KNOWN:
                told[key] = value
        elif key[:2] == "__" or not isinstance(value, kind):
            return None
    if "." in namespace["__qualname__"]:
        return None
    return type.__new__(metaclass, name, bases, told)


def _descends(bases: Bases, metaclass: type) -> bool:
    for base in bases:  # noqa: SIM110 - a generator costs a tenth of the class statement
        if isinstance(base, metaclass):
            return True
    return False


class ModelMeta(type(pydantic.BaseModel), _Adopting):  # type: ignore[misc] # pydantic has no public name for it
    """pydantic's metaclass, for models that may wait."""

    @classmethod
    def __prepare__(
        metacls: t.Any,  # noqa: N804 - as in type
        name: str,
        bases: Bases,
        /,
        **options: t.Any,
    ) -> dict[str, object]:
        # pydantic's own body watches for decorators that hide each other, and costs twice the class.
        return {}

    def __new__(  # noqa: D102 - as every metaclass's
        mcs: t.Any,
        name: str,
        bases: Bases,
        namespace: Namespace,
        *,
        finishing: bool = False,
        **options: t.Any,
    ) -> t.Any:
        if not finishing and not options and _descends(bases, ModelMeta):
            bare = _bare(_UnfinishedModel, name, bases, namespace, type(None))
            if bare is not None:
                return bare
        return super().__new__(t.cast(t.Any, ModelMeta), name, bases, namespace.copy(), **options)


class _UnfinishedModel(_Unfinished, ModelMeta):
    finished = ModelMeta
    __call__ = _finishing("__call__")
    __dir__ = _finishing("__dir__")


def _has_members(bases: t.Any) -> bool:
    for base in bases:  # noqa: SIM110 - as above
        if base._member_names_:
            return True
    return False


class EnumMeta(enum.EnumType, _Adopting):
    """enum's metaclass, for enums that may wait.

    The body is a plain dict: of two members with one name the last one counts. enum's own refuses them, which
    costs a call for each member; type checkers report them.
    """

    @classmethod
    def __prepare__(  # type: ignore[override] # enum and type differ in what they call the parameters
        metacls,  # noqa: N804 - as in enum
        cls: str,
        bases: Bases,
        **kwds: t.Any,
    ) -> t.Any:
        return {} if _descends(bases, EnumMeta) else super().__prepare__(cls, bases, **kwds)

    def __new__(  # noqa: D102 - as every metaclass's
        mcs: t.Any,
        name: str,
        bases: Bases,
        namespace: Namespace,
        *,
        finishing: bool = False,
        **options: t.Any,
    ) -> t.Any:
        heir = _descends(bases, EnumMeta)
        if heir and not finishing and not options and not _has_members(bases):
            bare = _bare(_UnfinishedEnum, name, bases, namespace, str)
            if bare is not None:
                return bare
        body: t.Any = namespace
        if heir:  # what this class's own ``__prepare__`` held back
            body = super().__prepare__(name, bases, **options)
            for key, value in namespace.items():
                body[key] = value
        return super().__new__(EnumMeta, name, bases, body, **options)


class _UnfinishedEnum(_Unfinished, EnumMeta):
    finished = EnumMeta
    __call__ = _finishing("__call__")
    __contains__ = _finishing("__contains__")
    __dir__ = _finishing("__dir__")
    __getitem__ = _finishing("__getitem__")
    __iter__ = _finishing("__iter__")
    __len__ = _finishing("__len__")
    __repr__ = _finishing("__repr__")
    __reversed__ = _finishing("__reversed__")
