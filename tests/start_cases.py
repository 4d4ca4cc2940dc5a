"""Starts of each form, written by hand as the generator writes them."""

import typing as t

import typed_status.runtime as rt
from typed_status.services import connect, ec2, ecs, emr, lambda_, servicediscovery


class CreateHttpNamespaceResponse(rt.Response):
    operation_id: str | None = None


class CreateHttpNamespaceRequest(
    rt.StartingRequest[
        CreateHttpNamespaceResponse,
        t.Any,
        servicediscovery.GetOperationResponse,
        servicediscovery.OperationStatus,
    ]
):
    """It has an idempotency token, and the status is that of the operation."""

    __operation__: t.ClassVar = rt.Operation(
        service="servicediscovery",
        name="CreateHttpNamespace",
        method="create_http_namespace",
        response=CreateHttpNamespaceResponse,
    )
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: servicediscovery.GetOperationRequest,
        bindings={"operation_id": "output.operation_id"},
        tracks="operation",
        wanted=("SUCCESS",),
        contrary=("FAIL",),
        token="creator_request_id",
    )
    name: str
    creator_request_id: str | None = None


class DeleteNamespaceResponse(rt.Response):
    operation_id: str | None = None


class DeleteNamespaceRequest(
    rt.StartingRequest[
        DeleteNamespaceResponse,
        t.Any,
        servicediscovery.GetOperationResponse,
        servicediscovery.OperationStatus,
    ]
):
    """It has no idempotency token."""

    __operation__: t.ClassVar = rt.Operation(
        service="servicediscovery",
        name="DeleteNamespace",
        method="delete_namespace",
        response=DeleteNamespaceResponse,
    )
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: servicediscovery.GetOperationRequest,
        bindings={"operation_id": "output.operation_id"},
        tracks="operation",
        wanted=("SUCCESS",),
    )
    id: str


class InstanceStateChange(rt.ResponseModel):
    instance_id: str | None = None
    current_state: ec2.InstanceState | None = None
    previous_state: ec2.InstanceState | None = None


class StopInstancesResponse(rt.Response):
    stopping_instances: list[InstanceStateChange] | None = None


class StopInstancesRequest(
    rt.StartingRequest[
        StopInstancesResponse,
        t.Any,
        rt.ListResult[ec2.Instance, ec2.InstanceStateName, ec2.DescribeInstancesResponse],
        ec2.InstanceStateName,
    ]
):
    """It is followed by a list operation."""

    __operation__: t.ClassVar = rt.Operation(
        service="ec2",
        name="StopInstances",
        method="stop_instances",
        response=StopInstancesResponse,
    )
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: ec2.DescribeInstancesRequest,
        bindings={"instance_ids": "input.instance_ids[]"},
        wanted=("stopped",),
        initial=("running",),
        contrary=("terminated",),
        pending=("stopping",),
        reports=("stopping_instances[]", "current_state", "name"),
    )
    instance_ids: list[str]


class RebootInstancesRequest(StopInstancesRequest):
    """What it wants is what was before."""

    __start__: t.ClassVar = rt.Start(
        status_request=lambda: ec2.DescribeInstancesRequest,
        bindings={"instance_ids": "input.instance_ids[]"},
        wanted=("running",),
        initial=("running",),
        reports=("stopping_instances[]", "current_state", "name"),
    )


class DeleteTrafficDistributionGroupResponse(rt.Response):
    pass


class DeleteTrafficDistributionGroupRequest(
    rt.StartingRequest[
        DeleteTrafficDistributionGroupResponse,
        t.Any,
        connect.DescribeTrafficDistributionGroupResponse | None,
        connect.TrafficDistributionGroupStatus,
    ]
):
    """It ends when the resource is gone, and is sent by the HTTP method DELETE."""

    __operation__: t.ClassVar = rt.Operation(
        service="connect",
        name="DeleteTrafficDistributionGroup",
        method="delete_traffic_distribution_group",
        response=DeleteTrafficDistributionGroupResponse,
    )
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: connect.DescribeTrafficDistributionGroupRequest,
        bindings={"traffic_distribution_group_id": "input.traffic_distribution_group_id"},
        gone=True,
        initial=("ACTIVE", "CREATION_FAILED"),
        contrary=("DELETION_FAILED",),
    )
    traffic_distribution_group_id: str


class AddJobFlowStepsResponse(rt.Response):
    step_ids: list[str] | None = None


class AddJobFlowStepsRequest(
    rt.StartingRequest[
        AddJobFlowStepsResponse, t.Any, list[emr.DescribeStepResponse], emr.StepState
    ]
):
    """A request follows each of the things that it starts."""

    __operation__: t.ClassVar = rt.Operation(
        service="emr",
        name="AddJobFlowSteps",
        method="add_job_flow_steps",
        response=AddJobFlowStepsResponse,
    )
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: emr.DescribeStepRequest,
        bindings={"cluster_id": "input.job_flow_id", "step_id": "output.step_ids[]"},
        wanted=("COMPLETED",),
        contrary=("CANCELLED",),
    )
    job_flow_id: str
    steps: list[dict[str, t.Any]]


class RunTaskResponse(rt.Response, alias_generator=rt.camel):
    tasks: list[ecs.Task] | None = None
    failures: list[ecs.Failure] | None = None


class RunTaskRequest(
    rt.StartingRequest[
        RunTaskResponse,
        t.Any,
        rt.ListResult[ecs.Task, ecs.TaskLastStatus, ecs.DescribeTasksResponse],
        ecs.TaskLastStatus,
    ],
    alias_generator=rt.camel,
):
    """It may begin less than what was requested."""

    __operation__: t.ClassVar = rt.Operation(
        service="ecs", name="RunTask", method="run_task", response=RunTaskResponse
    )
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: ecs.DescribeTasksRequest,
        bindings={"cluster": "input.cluster", "tasks": "output.tasks[].task_arn"},
        wanted=("RUNNING",),
        contrary=("STOPPED", "DEPROVISIONING"),
        token="client_token",
        refused=("failures[]",),
    )
    task_definition: str
    cluster: str | None = None
    client_token: str | None = None


class UpdateFunctionCodeResponse(rt.Response):
    function_name: str | None = None
    last_update_status: lambda_.LastUpdateStatus | None = None


class UpdateFunctionCodeRequest(
    rt.StartingRequest[
        UpdateFunctionCodeResponse,
        t.Any,
        lambda_.GetFunctionConfigurationResponse,
        lambda_.LastUpdateStatus,
    ]
):
    """It is followed by a status that is not the leading one."""

    __operation__: t.ClassVar = rt.Operation(
        service="lambda",
        name="UpdateFunctionCode",
        method="update_function_code",
        response=UpdateFunctionCodeResponse,
    )
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: lambda_.GetFunctionConfigurationRequest,
        bindings={"function_name": "input.function_name"},
        wanted=("Successful",),
        initial=("Successful", "Failed"),
        watch=("last_update_status",),
        reports=("last_update_status",),
    )
    function_name: str
    image_uri: str | None = None


class UpdateTrafficDistributionRequest(
    rt.StartingRequest[
        connect.UpdateTrafficDistributionResponse, t.Any, connect.GetTrafficDistributionResponse
    ]
):
    """No status reports its end: the response then has what was sent."""

    __operation__: t.ClassVar = connect.UpdateTrafficDistributionRequest.__operation__
    __start__: t.ClassVar = rt.Start(
        status_request=lambda: connect.GetTrafficDistributionRequest,
        bindings={"id": "input.id"},
        equals={
            "telephony_config": "input.telephony_config",
            "agent_config": "input.agent_config",
        },
    )
    id: str
    telephony_config: connect.TelephonyConfig | None = None
    agent_config: connect.AgentConfig | None = None
