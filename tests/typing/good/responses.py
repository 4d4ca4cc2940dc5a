"""The members of responses: no cast is needed, and what AWS may leave out is ``| None``."""

from datetime import datetime
from typing import Any, assert_type

import pydantic

from typed_status import ResponseMetadata
from typed_status.runtime import JsonText
from typed_status.services import (
    batch,
    cloudcontrol,
    connect,
    greengrass,
    redshift_serverless,
    servicediscovery,
)


def cloudcontrol_members(response: cloudcontrol.GetResourceRequestStatusResponse) -> None:
    event = response.progress_event
    assert_type(event, cloudcontrol.ProgressEvent)
    assert_type(event.request_token, str)
    assert_type(event.operation, cloudcontrol.Operation | None)
    assert_type(event.operation_status, cloudcontrol.OperationStatus)
    assert_type(event.event_time, datetime)
    assert_type(event.retry_after, datetime | None)
    assert_type(event.error_code, cloudcontrol.HandlerErrorCode | None)
    assert_type(response.hooks_progress_event, list[cloudcontrol.HookProgressEvent] | None)


def json_text(event: cloudcontrol.ProgressEvent) -> str | None:
    assert_type(event.resource_model, JsonText | None)
    if event.resource_model is None:
        return None
    assert_type(event.resource_model.parsed, pydantic.JsonValue)
    return event.resource_model


def connect_members(
    described: connect.DescribeTrafficDistributionGroupResponse,
    distribution: connect.GetTrafficDistributionResponse,
) -> None:
    group = described.traffic_distribution_group
    assert_type(group.id, str)
    assert_type(group.status, connect.TrafficDistributionGroupStatus)
    assert_type(group.is_default, bool | None)
    assert_type(group.tags, dict[str, str] | None)
    assert_type(distribution.telephony_config.distributions, list[connect.Distribution])
    assert_type(distribution.telephony_config.distributions[0].percentage, int)
    assert_type(distribution.agent_config, connect.AgentConfig | None)
    assert_type(distribution.last_failover_time, datetime | None)
    if distribution.sign_in_config is not None:
        assert_type(distribution.sign_in_config.distributions[0].enabled, bool)


def greengrass_members(response: greengrass.GetBulkDeploymentStatusResponse) -> None:
    assert_type(response.bulk_deployment_status, greengrass.BulkDeploymentStatus)
    assert_type(response.created_at, datetime | None)
    assert_type(response.error_details, list[greengrass.ErrorDetail] | None)
    if response.bulk_deployment_metrics is not None:
        assert_type(response.bulk_deployment_metrics.retry_attempts, int | None)


def servicediscovery_members(response: servicediscovery.GetOperationResponse) -> None:
    operation = response.operation
    assert_type(operation.status, servicediscovery.OperationStatus)
    assert_type(operation.type, servicediscovery.OperationType | None)
    assert_type(operation.error_message, str | None)
    assert_type(operation.targets, dict[servicediscovery.OperationTargetType, str] | None)
    if operation.targets is not None:
        assert_type(operation.targets[servicediscovery.OperationTargetType.SERVICE], str)


def beside_the_members(response: servicediscovery.GetOperationResponse) -> None:
    assert_type(response.response_metadata, ResponseMetadata)
    assert_type(response.response_metadata.request_id, str | None)
    assert_type(response.response_metadata.http_status_code, int | None)
    assert_type(response.model_extra, dict[str, Any] | None)


def times_in_other_types(
    job: batch.JobSummary, published: redshift_serverless.S3TablePublishStatus
) -> None:
    assert_type(job.created_at, datetime | None)
    assert_type(published.last_ingestion_times, dict[str, datetime] | None)
