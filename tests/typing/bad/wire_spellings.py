"""Wrong constructors of classes with an alias generator."""

import typed_status.runtime as rt
from typed_status.services import codedeploy, kafka


def built() -> None:
    # E: mypy=call-arg pyright=reportCallIssue
    codedeploy.DeploymentInfo(deploymentId="d")
    # E: mypy=call-arg pyright=reportCallIssue
    codedeploy.GetDeploymentRequest()
    # E: mypy=call-arg pyright=reportCallIssue
    codedeploy.GetDeploymentRequest(deploymentId="d")
    # E: mypy=arg-type pyright=reportArgumentType
    codedeploy.GetDeploymentRequest(deployment_id=1)
    # E: mypy=arg-type pyright=reportArgumentType
    codedeploy.DeploymentStyle(deployment_type="IN_PLACE")
    # E: mypy=call-arg pyright=reportCallIssue
    kafka.StateInfo(Code="1")
    # E: mypy=arg-type pyright=reportArgumentType
    kafka.StateInfo(code=1)


def frozen(style: codedeploy.DeploymentStyle) -> None:
    # E: mypy=misc pyright=reportAttributeAccessIssue
    style.deployment_option = None


class Mine(rt.ResponseModel, alias_generator=rt.camel):
    first_name: str


# E: mypy=call-arg pyright=reportCallIssue
Mine(firstName="a")
