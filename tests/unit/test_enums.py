import copy
import json
import pickle
import warnings

import pydantic
import pytest

from typed_status import OpenEnum, SchemaDriftWarning, strict
from typed_status.runtime import drift
from typed_status.services.cloudcontrol import HandlerErrorCode, OperationStatus


@pytest.fixture
def unknown():
    with pytest.warns(SchemaDriftWarning):
        return OperationStatus("PAUSED")


def test_a_known_value_is_a_member():
    status = OperationStatus("FAILED")
    assert status is OperationStatus.FAILED
    assert status.is_known
    assert repr(status) == "<OperationStatus.FAILED: 'FAILED'>"


def test_a_member_is_its_wire_value_everywhere():
    code = HandlerErrorCode.NOT_UPDATABLE
    assert code == "NotUpdatable"
    assert str(code) == f"{code}" == "NotUpdatable"
    assert {code: 1}["NotUpdatable"] == 1
    assert {"NotUpdatable": 1}[code] == 1
    assert json.dumps({"code": code}) == '{"code": "NotUpdatable"}'


def test_an_unknown_value_is_kept(unknown):
    assert isinstance(unknown, OperationStatus)
    assert not unknown.is_known
    assert unknown == "PAUSED"
    assert hash(unknown) == hash("PAUSED")
    assert unknown.name == unknown.value == "PAUSED"
    assert unknown != OperationStatus.FAILED
    assert repr(unknown) == "<OperationStatus, unknown: 'PAUSED'>"


def test_an_unknown_value_does_not_become_a_member(unknown):
    assert "PAUSED" not in OperationStatus.__members__
    assert unknown not in list(OperationStatus)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_unknown_value_survives_pickle(unknown, protocol):
    again = pickle.loads(pickle.dumps(unknown, protocol))
    assert again == unknown
    assert isinstance(again, OperationStatus)
    assert not again.is_known


def test_an_unknown_value_survives_pickle_in_strict_mode(unknown):
    with strict():
        assert pickle.loads(pickle.dumps(unknown)) == unknown


def test_new_drift_is_reported_beyond_the_limit_of_memory(monkeypatch):
    monkeypatch.setattr(drift, "_REPORTED_LIMIT", 3)
    with pytest.warns(SchemaDriftWarning) as caught:
        assert [OperationStatus(f"V{number}") for number in range(9)]
    assert len(caught) == 9
    assert len(drift._REPORTED) == 3


def test_drift_that_goes_on_is_reported_once_while_a_peer_invents_values(monkeypatch):
    monkeypatch.setattr(drift, "_REPORTED_LIMIT", 3)
    values = [value for number in range(9) for value in ("PAUSED", f"V{number}")]
    with pytest.warns(SchemaDriftWarning) as caught:
        assert [OperationStatus(value) for value in values] == values
    assert len([each for each in caught if "PAUSED" in str(each.message)]) == 1


def test_a_long_unknown_value_is_cut_in_the_warning():
    with pytest.warns(SchemaDriftWarning) as caught:
        assert OperationStatus("X" * 10_000) == "X" * 10_000
    assert len(str(caught[0].message)) < 300


def test_a_warning_that_is_an_error_is_one_each_time():
    for _ in range(2):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with pytest.raises(SchemaDriftWarning):
                OperationStatus("PAUSED")


def test_an_unknown_value_survives_copies(unknown):
    assert copy.copy(unknown) == copy.deepcopy(unknown) == unknown


def test_an_unknown_value_survives_json(unknown):
    adapter = pydantic.TypeAdapter(OperationStatus)
    assert adapter.validate_json(adapter.dump_json(unknown)) == unknown


def test_an_unknown_value_warns_once_where_the_user_stands():
    with pytest.warns(SchemaDriftWarning, match="OperationStatus.*'PAUSED'") as caught:
        assert [OperationStatus("PAUSED") for _ in range(3)]
    assert len(caught) == 1
    assert caught[0].filename == __file__


def test_strict_refuses_an_unknown_value():
    with strict(), pytest.raises(ValueError, match="PAUSED"):
        OperationStatus("PAUSED")


def test_what_is_no_string_is_no_value():
    with pytest.raises(ValueError, match="5"):
        OperationStatus(5)


def test_an_enum_of_the_users_own_may_be_open():
    class Colour(OpenEnum):
        RED = "red"

    with pytest.warns(SchemaDriftWarning):
        assert not Colour("green").is_known
