"""Classes whose members AWS spells in camelCase, or one way in boto3 and another in bodies, are built by field names too."""

from typing import assert_type

import typed_status.runtime as rt
from typed_status.services import codedeploy, kafka


def built() -> codedeploy.DeploymentStyle:
    style = codedeploy.DeploymentStyle(deployment_type=codedeploy.DeploymentType.IN_PLACE)
    assert_type(style.deployment_type, codedeploy.DeploymentType | None)
    info = codedeploy.DeploymentInfo(deployment_id="d", deployment_style=style)
    assert_type(info.deployment_style, codedeploy.DeploymentStyle | None)
    assert_type(info.create_time, rt.UtcDatetime | None)
    codedeploy.GetDeploymentRequest(deployment_id="d")
    return style


def built_of_two_spellings() -> None:
    state = kafka.StateInfo(code="1")
    assert_type(state.message, str | None)


class Mine(rt.ResponseModel, alias_generator=rt.camel):
    first_name: str
    last_name: str | None = None


def of_ones_own(mine: Mine) -> None:
    assert_type(Mine(first_name="a").last_name, str | None)
    assert_type(mine.first_name, str)
