"""Values that are neither of the enum nor texts, where AWS only documents the values."""

import typed_status.runtime as rt


class Speed(rt.OpenEnum):
    FAST = "FAST"
    SLOW = "SLOW"


class Filter(rt.ResponseModel):
    speed: rt.OrText[Speed] | None = None
    speeds: rt.OrTexts[Speed] | None = None


def filters(numbers: list[int]) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    Filter(speed=1)
    # E: mypy=arg-type pyright=reportArgumentType
    Filter(speeds=numbers)
    # E: mypy=arg-type pyright=reportArgumentType
    Filter(speeds="FAST")
