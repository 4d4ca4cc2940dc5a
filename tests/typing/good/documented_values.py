"""What is sent where AWS only documents the values: the enum's members, or any text, also in lists."""

from typing import assert_type

import typed_status.runtime as rt
from typed_status.services import autoscaling, batch


class Speed(rt.OpenEnum):
    FAST = "FAST"
    SLOW = "SLOW"


class Filter(rt.ResponseModel):
    speed: rt.OrText[Speed] | None = None
    speeds: rt.OrTexts[Speed] | None = None
    speeds_of: rt.OrTextsMap[Speed] | None = None


def filters(text: str, texts: list[str], speeds: list[Speed]) -> list[Filter]:
    return [
        Filter(speed=text),
        Filter(speed=Speed.FAST),
        Filter(speeds=texts),
        Filter(speeds=speeds),
        Filter(speeds=["FAST", Speed.SLOW]),
        Filter(speeds_of={text: texts}),
        Filter(speeds_of={text: speeds}),
    ]


def read(given: Filter) -> str:
    if given.speeds is not None:
        return ", ".join(given.speeds)
    assert_type(given.speed, Speed | str | None)
    return given.speed or "any"


def distribution(strategy: str) -> autoscaling.InstancesDistribution:
    return autoscaling.InstancesDistribution(
        on_demand_allocation_strategy=strategy,
        spot_allocation_strategy=autoscaling.SpotAllocationStrategy.LOWEST_PRICE,
    )


def is_multinode(definition: batch.JobDefinition) -> bool:
    assert_type(definition.type, batch.JobDefinitionType)
    return definition.type == batch.JobDefinitionType.MULTINODE
