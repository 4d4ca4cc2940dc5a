"""Values that are neither of the enum nor texts, where AWS only documents the values."""

import typed_status.runtime as rt
from typed_status.services import autoscaling, batch


class Speed(rt.OpenEnum):
    FAST = "FAST"
    SLOW = "SLOW"


class Filter(rt.ResponseModel):
    speed: rt.OrText[Speed] | None = None
    speeds: rt.OrTexts[Speed] | None = None
    speeds_of: rt.OrTextsMap[Speed] | None = None


def filters(numbers: list[int]) -> None:
    # E: mypy=arg-type pyright=reportArgumentType
    Filter(speed=1)
    # E: mypy=arg-type pyright=reportArgumentType
    Filter(speeds=numbers)
    # E: mypy=arg-type pyright=reportArgumentType
    Filter(speeds="FAST")
    # E: mypy=arg-type pyright=reportArgumentType
    Filter(speeds_of={"cars": "FAST"})
    # E: mypy=arg-type pyright=reportArgumentType
    autoscaling.InstancesDistribution(on_demand_allocation_strategy=1)


def of_another_member(definition: batch.JobDefinition) -> bool:
    # E: mypy=comparison-overlap pyright=reportUnnecessaryComparison
    return definition.type == batch.IpcMode.HOST
