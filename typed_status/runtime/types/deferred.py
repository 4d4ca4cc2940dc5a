"""Classes that are built when they are first used.

Building a pydantic model takes some 400 microseconds and an enum some 100; a service module declares up to
thousands of both, and a program uses a few. Here a class statement makes the bare class object, which costs
15 microseconds, and stores the namespace of the class body. The class has a metaclass that builds it
as soon as anything but its name is used.

Building runs pydantic's (or enum's) own metaclass over the stored namespace. That metaclass gets its class
object from ``super().__new__``, and ``_Adopting``, the next class in its method resolution order, returns the existing
object instead of a new one. So this module does not reimplement any of what the metaclass does.

This relies on how the two metaclasses work, which neither documents (``tests/unit/test_deferred.py`` has a test for each):

- both get the class object from ``super().__new__(mcs, name, bases, namespace)``, in ``__new__`` and once;
- what they set on the class afterwards, they set on what that returned;
- pydantic's takes the options of ``model_config`` as class keywords, and needs none of what its ``__prepare__`` returns;
- enum makes the members in ``__set_name__`` of what it puts into the namespace.

Where one of these no longer holds, set ``TYPED_STATUS_EAGER=1``: then every class statement builds its class, and
importing takes as long as that.

May import: the standard library, pydantic, ``runtime.locks`` and ``runtime.types.internals``.
"""

from __future__ import annotations

import enum
import os
import threading
import typing as t
from collections.abc import Callable

from typed_status.runtime.locks import fork_safe
from typed_status.runtime.types.internals import ModelMetaclass, complete

__all__ = ["EAGER", "EnumMeta", "ModelMeta"]

EAGER: t.Final = os.environ.get("TYPED_STATUS_EAGER", "0") not in ("", "0")
"""Whether class statements build their classes at once."""

Bases = tuple[type, ...]
Namespace = dict[str, t.Any]

# Building one class may build others, in the same thread; another thread waits until a class is complete.
_LOCK = fork_safe(threading.RLock())
# The attributes of a deferred class that keep its namespace, and its class keywords if it has some.
_KEPT = "__deferred__"
_KEPT_OPTIONS = "__deferred_options__"
# The attribute of a class that is built, until it has its metaclass.
_BUILT = "__deferred_built__"
# Attributes of a deferred class that can be read without building it.
_KNOWN = frozenset(
    "__bases__ __class__ __class_getitem__ __doc__ __eq__ __hash__ __module__ __mro__ __name__ __operation__ "
    "__last_step__ __qualname__ __rules__ __status__".split()
)
# What a class body may hold beside its fields or members and yet be deferred.
_DECLARATIONS = frozenset(
    "__annotate__ __annotate_func__ __annotations__ __awaits__ __doc__ __firstlineno__ __further__ __gone__ __last_step__ "
    "__module__ __operation__ __phases__ __polled__ __progress__ __qualname__ __reasons__ __rules__ __sensitive__ "
    "__spellings__ __start__ __static_attributes__ __status__ __unreturned__".split()
)
# The class keywords that a deferred class may have.
_OPTIONS = frozenset({"alias_generator"})


class _Adoption(threading.local):
    """The class that this thread is building."""

    waiting: type | None = None


_ADOPTION = _Adoption()


class _Adopting(type):
    """Behind a metaclass: gives it the class that is being built instead of a new one."""

    def __new__(mcs, name: str, bases: Bases, namespace: Namespace, **options: t.Any) -> t.Any:
        adopted = _ADOPTION.waiting
        if adopted is None or adopted.__name__ != name or not _is_being_built(adopted):
            return super().__new__(mcs, name, bases, namespace, **options)
        _ADOPTION.waiting = None
        for key, value in namespace.items():
            type.__setattr__(adopted, key, value)
        for key, value in list(namespace.items()):
            # As ``type.__new__`` does: this is where an enum makes its members.
            if hasattr(value, "__set_name__"):
                value.__set_name__(adopted, key)
        return adopted


def _is_being_built(cls: type) -> bool:
    # One may be left over, where an exception came from a signal.
    return issubclass(type(cls), _Deferred) and _KEPT not in type.__getattribute__(cls, "__dict__")


class _Deferred(type):
    """Before a metaclass: builds a class before its attributes are read."""

    # The metaclass that a class has once it is built.
    built: t.ClassVar[t.Any]

    def __getattribute__(cls, name: str) -> t.Any:
        if name not in _KNOWN:
            _build(cls)
        return type.__getattribute__(cls, name)  # the metaclass may be another by now


def _build(cls: t.Any) -> None:
    with _LOCK:
        if not isinstance(cls, _Deferred):  # another thread has built it
            return
        own, built = type.__getattribute__(cls, "__dict__"), type(cls).built
        if _KEPT not in own:
            # This thread is building it; or an exception from a signal came once it was built.
            if _BUILT in own:
                type.__setattr__(cls, "__class__", built)
            return
        namespace, options, bases = own[_KEPT], own.get(_KEPT_OPTIONS, {}), cls.__bases__
        outer = _ADOPTION.waiting
        try:
            type.__delattr__(cls, _KEPT)
            _ADOPTION.waiting = cls
            built.__new__(built, cls.__name__, bases, namespace, building=True, **options)
            type.__setattr__(cls, _BUILT, True)
        except BaseException:
            type.__setattr__(cls, _KEPT, namespace)
            raise
        finally:
            _ADOPTION.waiting = outer
        type.__setattr__(cls, "__class__", built)
        for name in (_BUILT, _KEPT_OPTIONS) if options else (_BUILT,):
            type.__delattr__(cls, name)


def _building(name: str) -> Callable[..., t.Any]:
    """A method of a metaclass that Python looks up without ``__getattribute__``."""

    def method(cls: t.Any, *arguments: t.Any, **options: t.Any) -> t.Any:
        _build(cls)
        return getattr(cls.__class__, name)(cls, *arguments, **options)

    return method


def _bare(
    metaclass: type[type],
    name: str,
    bases: Bases,
    namespace: Namespace,
    options: Namespace,
    kind: type,
) -> t.Any:
    """Create only the class object; ``None`` if the class has to be built at once.

    The body of a class at a module's top level, all of whose values are of the ``kind``, may be deferred: it
    holds nothing that runs.
    """
    known: Namespace = {_KEPT: namespace}
    if options:
        if not options.keys() <= _OPTIONS:
            return None
        known[_KEPT_OPTIONS] = options
    for key, value in namespace.items():
        if key in _DECLARATIONS:
            if key in _KNOWN:
                known[key] = value
        elif key[:2] == "__" or not isinstance(value, kind):
            return None
    if "." in namespace["__qualname__"]:
        return None
    return type.__new__(metaclass, name, bases, known)


def _descends(bases: Bases, metaclass: type) -> bool:
    for base in bases:  # noqa: SIM110 - a generator costs a tenth of the class statement
        if isinstance(base, metaclass):
            return True
    return False


class ModelMeta(ModelMetaclass, _Adopting):
    """pydantic's metaclass, for models that may be deferred."""

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
        building: bool = False,
        **options: t.Any,
    ) -> t.Any:
        if not building and not EAGER and _descends(bases, ModelMeta):
            bare = _bare(_DeferredModel, name, bases, namespace, options, type(None))
            if bare is not None:
                return bare
        if EAGER:
            for base in bases:
                if isinstance(base, ModelMeta):  # a subclass may be in a module without those names
                    complete(t.cast(t.Any, base), raise_errors=False)
        return super().__new__(t.cast(t.Any, ModelMeta), name, bases, namespace.copy(), **options)


class _DeferredModel(_Deferred, ModelMeta):
    built = ModelMeta
    __call__ = _building("__call__")
    __dir__ = _building("__dir__")


def _has_members(bases: t.Any) -> bool:
    for base in bases:  # noqa: SIM110 - as above
        if base.__members__:
            return True
    return False


class EnumMeta(enum.EnumType, _Adopting):
    """enum's metaclass, for enums that may be deferred.

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
        building: bool = False,
        **options: t.Any,
    ) -> t.Any:
        is_subclass = _descends(bases, EnumMeta)
        if is_subclass and not building and not EAGER and not _has_members(bases):
            bare = _bare(_DeferredEnum, name, bases, namespace, options, str)
            if bare is not None:
                return bare
        body: t.Any = namespace
        if is_subclass:  # what this class's own ``__prepare__`` held back
            body = super().__prepare__(name, bases, **options)
            for key, value in namespace.items():
                body[key] = value
        return super().__new__(EnumMeta, name, bases, body, **options)


class _DeferredEnum(_Deferred, EnumMeta):
    built = EnumMeta
    __call__ = _building("__call__")
    __contains__ = _building("__contains__")
    __dir__ = _building("__dir__")
    __getitem__ = _building("__getitem__")
    __iter__ = _building("__iter__")
    __len__ = _building("__len__")
    __repr__ = _building("__repr__")
    __reversed__ = _building("__reversed__")
