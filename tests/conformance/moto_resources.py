"""What the tour creates before it reads: for each service the calls that it makes, in their order.

A text that starts with ``$`` is an expression in JMESPath over the responses so far, by operation:
``$create_cluster.cluster.arn``, of another service ``$ec2.create_vpc.Vpc.VpcId``. The second response of an
operation is ``create_cluster_2``. ``READS`` are parameters of reads that the names of members do not suggest.
"""

import typing as t

Params = dict[str, t.Any]

ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/tour"
_POLICY = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":'
    '"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'
)
_TEMPLATE = '{"Resources":{"Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"tour"}}}}'
_MACHINE = '{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}'

CREATES: dict[str, list[tuple[str, Params]]] = {
    # First what others need: a role, a network.
    "iam": [
        ("create_role", {"RoleName": "tour", "AssumeRolePolicyDocument": _POLICY}),
        (
            "create_role",
            {
                "RoleName": "pipelines",
                "AssumeRolePolicyDocument": _POLICY.replace("lambda", "codepipeline"),
            },
        ),
        ("create_user", {"UserName": "tour"}),
        ("create_access_key", {"UserName": "tour"}),
        ("create_instance_profile", {"InstanceProfileName": "tour"}),
        ("create_service_linked_role", {"AWSServiceName": "autoscaling.amazonaws.com"}),
        (
            "delete_service_linked_role",
            {"RoleName": "$create_service_linked_role.Role.RoleName"},
        ),
        ("generate_credential_report", {}),
    ],
    "ec2": [
        ("create_vpc", {"CidrBlock": "10.0.0.0/16"}),
        (
            "create_subnet",
            {
                "VpcId": "$create_vpc.Vpc.VpcId",
                "CidrBlock": "10.0.0.0/24",
                "AvailabilityZone": "us-east-1a",
            },
        ),
        (
            "create_subnet",
            {
                "VpcId": "$create_vpc.Vpc.VpcId",
                "CidrBlock": "10.0.1.0/24",
                "AvailabilityZone": "us-east-1b",
            },
        ),
        (
            "create_security_group",
            {"GroupName": "tour", "Description": "t", "VpcId": "$create_vpc.Vpc.VpcId"},
        ),
        ("create_internet_gateway", {}),
        ("create_volume", {"AvailabilityZone": "us-east-1a", "Size": 8}),
        ("create_snapshot", {"VolumeId": "$create_volume.VolumeId"}),
        ("run_instances", {"ImageId": "ami-12c6146b", "MinCount": 1, "MaxCount": 1}),
        ("create_network_interface", {"SubnetId": "$create_subnet.Subnet.SubnetId"}),
        ("create_nat_gateway", {"SubnetId": "$create_subnet.Subnet.SubnetId"}),
        ("create_transit_gateway", {}),
        (
            "create_vpc_endpoint",
            {"VpcId": "$create_vpc.Vpc.VpcId", "ServiceName": "com.amazonaws.us-east-1.s3"},
        ),
        (
            "create_customer_gateway",
            {"Type": "ipsec.1", "PublicIp": "203.0.113.1", "BgpAsn": 65000},
        ),
        ("create_vpn_gateway", {"Type": "ipsec.1"}),
        (
            "create_flow_logs",
            {
                "ResourceIds": ["$create_vpc.Vpc.VpcId"],
                "ResourceType": "VPC",
                "TrafficType": "ALL",
                "LogDestinationType": "s3",
                "LogDestination": "arn:aws:s3:::tour",
            },
        ),
        (
            "create_image",
            {"InstanceId": "$run_instances.Instances[0].InstanceId", "Name": "tour"},
        ),
        (
            "create_launch_template",
            {
                "LaunchTemplateName": "tour",
                "LaunchTemplateData": {
                    "ImageId": "ami-12c6146b",
                    "InstanceType": "t3.micro",
                },
            },
        ),
    ],
    "s3": [
        ("create_bucket", {"Bucket": "tour"}),
        ("put_object", {"Bucket": "tour", "Key": "a", "Body": b"12345"}),
    ],
    "kms": [("create_key", {"Description": "tour"})],
    "acm": [("request_certificate", {"DomainName": "example.com"})],
    "amp": [("create_workspace", {"alias": "tour"})],
    "apigateway": [
        ("create_rest_api", {"name": "tour"}),
        ("create_domain_name", {"domainName": "tour.example.com", "certificateName": "c"}),
    ],
    "apigatewayv2": [
        ("create_api", {"Name": "tour", "ProtocolType": "HTTP"}),
        ("create_domain_name", {"DomainName": "tour.example.com"}),
        ("create_vpc_link", {"Name": "tour", "SubnetIds": ["subnet-1"]}),
    ],
    "appmesh": [("create_mesh", {"meshName": "tour"})],
    "athena": [
        ("create_data_catalog", {"Name": "tour", "Type": "GLUE"}),
        (
            "create_capacity_reservation",
            {"Name": "tour", "TargetDpus": 24, "Tags": [{"Key": "a", "Value": "b"}]},
        ),
        (
            "start_query_execution",
            {
                "QueryString": "SELECT 1",
                "ResultConfiguration": {"OutputLocation": "s3://tour/"},
            },
        ),
    ],
    "autoscaling": [
        (
            "create_launch_configuration",
            {
                "LaunchConfigurationName": "tour",
                "ImageId": "ami-12c6146b",
                "InstanceType": "t3.micro",
            },
        ),
        (
            "create_auto_scaling_group",
            {
                "AutoScalingGroupName": "tour",
                "LaunchConfigurationName": "tour",
                "MinSize": 1,
                "MaxSize": 1,
                "AvailabilityZones": ["us-east-1a"],
            },
        ),
    ],
    "backup": [("create_backup_vault", {"BackupVaultName": "tour"})],
    "batch": [
        (
            "create_compute_environment",
            {"computeEnvironmentName": "tour", "type": "UNMANAGED", "serviceRole": ROLE},
        ),
        (
            "create_job_queue",
            {
                "jobQueueName": "tour",
                "priority": 1,
                "state": "ENABLED",
                "computeEnvironmentOrder": [
                    {
                        "order": 1,
                        "computeEnvironment": "$create_compute_environment.computeEnvironmentArn",
                    }
                ],
            },
        ),
    ],
    "cloudformation": [
        ("create_stack", {"StackName": "tour", "TemplateBody": _TEMPLATE}),
        ("create_stack_set", {"StackSetName": "tour", "TemplateBody": _TEMPLATE}),
        (
            "create_change_set",
            {
                "StackName": "tour-2",
                "ChangeSetName": "tour-changes",
                "ChangeSetType": "CREATE",
                "TemplateBody": _TEMPLATE,
            },
        ),
    ],
    "cloudfront": [
        (
            "create_distribution",
            {
                "DistributionConfig": {
                    "CallerReference": "tour",
                    "Comment": "",
                    "Enabled": True,
                    "Origins": {
                        "Quantity": 1,
                        "Items": [
                            {
                                "Id": "o",
                                "DomainName": "tour.s3.amazonaws.com",
                                "S3OriginConfig": {"OriginAccessIdentity": ""},
                            }
                        ],
                    },
                    "DefaultCacheBehavior": {
                        "TargetOriginId": "o",
                        "ViewerProtocolPolicy": "allow-all",
                        "MinTTL": 0,
                        "ForwardedValues": {
                            "QueryString": False,
                            "Cookies": {"Forward": "none"},
                        },
                    },
                }
            },
        ),
        (
            "create_invalidation",
            {
                "DistributionId": "$create_distribution.Distribution.Id",
                "InvalidationBatch": {
                    "CallerReference": "tour",
                    "Paths": {"Quantity": 1, "Items": ["/*"]},
                },
            },
        ),
    ],
    "cloudtrail": [("create_trail", {"Name": "tour", "S3BucketName": "tour"})],
    "cloudwatch": [
        (
            "put_metric_alarm",
            {
                "AlarmName": "tour",
                "ComparisonOperator": "GreaterThanThreshold",
                "EvaluationPeriods": 1,
                "MetricName": "m",
                "Namespace": "n",
                "Period": 60,
                "Statistic": "Sum",
                "Threshold": 1.0,
            },
        )
    ],
    "codebuild": [
        (
            "create_project",
            {
                "name": "tour",
                "source": {"type": "S3", "location": "tour/a.zip"},
                "artifacts": {"type": "NO_ARTIFACTS"},
                "environment": {
                    "type": "LINUX_CONTAINER",
                    "image": "a",
                    "computeType": "BUILD_GENERAL1_SMALL",
                },
                "serviceRole": ROLE,
            },
        ),
        ("start_build", {"projectName": "tour"}),
    ],
    "codedeploy": [
        ("create_application", {"applicationName": "tour", "computePlatform": "Server"}),
        (
            "create_deployment_group",
            {
                "applicationName": "tour",
                "deploymentGroupName": "tour",
                "serviceRoleArn": ROLE,
            },
        ),
        (
            "create_deployment",
            {
                "applicationName": "tour",
                "deploymentGroupName": "tour",
                "revision": {
                    "revisionType": "S3",
                    "s3Location": {"bucket": "tour", "key": "a", "bundleType": "zip"},
                },
            },
        ),
    ],
    "codepipeline": [
        (
            "create_pipeline",
            {
                "pipeline": {
                    "name": "tour",
                    "roleArn": f"arn:aws:iam::{ACCOUNT}:role/pipelines",
                    "artifactStore": {"type": "S3", "location": "tour"},
                    "stages": [
                        {
                            "name": name,
                            "actions": [
                                {
                                    "name": "a",
                                    "actionTypeId": {
                                        "category": "Source",
                                        "owner": "AWS",
                                        "provider": "S3",
                                        "version": "1",
                                    },
                                }
                            ],
                        }
                        for name in ("one", "two")
                    ],
                    "version": 1,
                }
            },
        )
    ],
    "comprehend": [
        (
            "create_entity_recognizer",
            {
                "RecognizerName": "tour",
                "DataAccessRoleArn": ROLE,
                "LanguageCode": "en",
                "InputDataConfig": {
                    "EntityTypes": [{"Type": "A"}],
                    "Documents": {"S3Uri": "s3://tour/d"},
                    "Annotations": {"S3Uri": "s3://tour/a"},
                },
            },
        )
    ],
    "config": [
        (
            "put_configuration_recorder",
            {"ConfigurationRecorder": {"name": "default", "roleARN": ROLE}},
        ),
        (
            "put_config_rule",
            {
                "ConfigRule": {
                    "ConfigRuleName": "tour",
                    "Source": {
                        "Owner": "AWS",
                        "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED",
                    },
                }
            },
        ),
    ],
    "connect": [
        (
            "create_instance",
            {
                "IdentityManagementType": "CONNECT_MANAGED",
                "InstanceAlias": "tour",
                "InboundCallsEnabled": True,
                "OutboundCallsEnabled": True,
            },
        )
    ],
    "datasync": [
        (
            "create_location_s3",
            {
                "S3BucketArn": "arn:aws:s3:::tour",
                "S3Config": {"BucketAccessRoleArn": ROLE},
            },
        ),
        (
            "create_location_smb",
            {
                "ServerHostname": "h",
                "Subdirectory": "/a",
                "User": "u",
                "Password": "p",
                "AgentArns": [
                    f"arn:aws:datasync:us-east-1:{ACCOUNT}:agent/agent-0b0addbeef44baca3"
                ],
            },
        ),
        (
            "create_task",
            {
                "SourceLocationArn": "$create_location_smb.LocationArn",
                "DestinationLocationArn": "$create_location_s3.LocationArn",
                "Name": "tour",
            },
        ),
        ("start_task_execution", {"TaskArn": "$create_task.TaskArn"}),
    ],
    "dax": [
        (
            "create_cluster",
            {
                "ClusterName": "tour",
                "NodeType": "dax.t3.small",
                "ReplicationFactor": 1,
                "IamRoleArn": ROLE,
            },
        )
    ],
    "directconnect": [
        (
            "create_connection",
            {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "tour"},
        ),
        (
            "create_lag",
            {
                "numberOfConnections": 1,
                "location": "EqDC2",
                "connectionsBandwidth": "1Gbps",
                "lagName": "tour",
            },
        ),
    ],
    "dms": [
        (
            "create_replication_instance",
            {
                "ReplicationInstanceIdentifier": "tour",
                "ReplicationInstanceClass": "dms.t3.micro",
            },
        ),
        (
            "create_endpoint",
            {"EndpointIdentifier": "tour", "EndpointType": "source", "EngineName": "mysql"},
        ),
        (
            "create_replication_task",
            {
                "ReplicationTaskIdentifier": "tour",
                "SourceEndpointArn": "a",
                "TargetEndpointArn": "b",
                "ReplicationInstanceArn": "c",
                "MigrationType": "full-load",
                "TableMappings": "{}",
            },
        ),
    ],
    "ds": [
        (
            "create_directory",
            {
                "Name": "tour.example.com",
                "Password": "Password4tour!",
                "Size": "Small",
                "VpcSettings": {
                    "VpcId": "$ec2.create_vpc.Vpc.VpcId",
                    "SubnetIds": [
                        "$ec2.create_subnet.Subnet.SubnetId",
                        "$ec2.create_subnet_2.Subnet.SubnetId",
                    ],
                },
            },
        )
    ],
    "dynamodb": [
        (
            "create_table",
            {
                "TableName": "tour",
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "BillingMode": "PAY_PER_REQUEST",
                "StreamSpecification": {
                    "StreamEnabled": True,
                    "StreamViewType": "NEW_IMAGE",
                },
            },
        ),
        ("create_backup", {"TableName": "tour", "BackupName": "tour"}),
    ],
    "ecr": [("create_repository", {"repositoryName": "tour"})],
    "ecs": [
        ("create_cluster", {"clusterName": "tour"}),
        (
            "register_task_definition",
            {
                "family": "tour",
                "containerDefinitions": [{"name": "a", "image": "b", "memory": 64}],
            },
        ),
        (
            "create_service",
            {
                "cluster": "tour",
                "serviceName": "tour",
                "taskDefinition": "tour",
                "desiredCount": 0,
            },
        ),
    ],
    "efs": [("create_file_system", {"CreationToken": "tour"})],
    "eks": [
        (
            "create_cluster",
            {
                "name": "tour",
                "roleArn": ROLE,
                "resourcesVpcConfig": {
                    "subnetIds": ["$ec2.create_subnet.Subnet.SubnetId"],
                },
            },
        ),
        (
            "create_nodegroup",
            {
                "clusterName": "tour",
                "nodegroupName": "tour",
                "subnets": ["$ec2.create_subnet.Subnet.SubnetId"],
                "nodeRole": ROLE,
            },
        ),
        (
            "create_fargate_profile",
            {
                "clusterName": "tour",
                "fargateProfileName": "tour",
                "podExecutionRoleArn": ROLE,
                "selectors": [{"namespace": "n"}],
            },
        ),
    ],
    "elasticache": [
        (
            "create_cache_cluster",
            {
                "CacheClusterId": "tour",
                "Engine": "redis",
                "CacheNodeType": "cache.t3.micro",
                "NumCacheNodes": 1,
            },
        ),
        (
            "create_user",
            {
                "UserId": "tour",
                "UserName": "tour",
                "Engine": "redis",
                "AccessString": "on ~* +@all",
                "NoPasswordRequired": True,
            },
        ),
        (
            "create_replication_group",
            {"ReplicationGroupId": "tour-group", "ReplicationGroupDescription": "t"},
        ),
    ],
    "elasticbeanstalk": [
        ("create_application", {"ApplicationName": "tour"}),
        (
            "create_environment",
            {"ApplicationName": "tour", "EnvironmentName": "tour-environment"},
        ),
    ],
    "elbv2": [
        (
            "create_load_balancer",
            {
                "Name": "tour",
                "Subnets": ["$ec2.create_subnet.Subnet.SubnetId"],
                "Type": "network",
            },
        ),
        (
            "create_target_group",
            {
                "Name": "tour",
                "Protocol": "TCP",
                "Port": 80,
                "VpcId": "$ec2.create_vpc.Vpc.VpcId",
            },
        ),
        (
            "register_targets",
            {
                "TargetGroupArn": "$create_target_group.TargetGroups[0].TargetGroupArn",
                "Targets": [{"Id": "$ec2.run_instances.Instances[0].InstanceId"}],
            },
        ),
    ],
    "emr": [
        (
            "run_job_flow",
            {
                "Name": "tour",
                "Instances": {
                    "MasterInstanceType": "m5.xlarge",
                    "SlaveInstanceType": "m5.xlarge",
                    "InstanceCount": 2,
                    "KeepJobFlowAliveWhenNoSteps": True,
                },
                "JobFlowRole": "tour",
                "ServiceRole": "tour",
                "Steps": [
                    {
                        "Name": "s",
                        "HadoopJarStep": {"Jar": "a.jar", "Args": ["b"]},
                    }
                ],
            },
        )
    ],
    "emr-containers": [
        (
            "create_virtual_cluster",
            {
                "name": "tour",
                "containerProvider": {
                    "type": "EKS",
                    "id": "tour",
                    "info": {"eksInfo": {"namespace": "n"}},
                },
            },
        ),
        (
            "start_job_run",
            {
                "name": "tour",
                "virtualClusterId": "$create_virtual_cluster.id",
                "executionRoleArn": ROLE,
                "releaseLabel": "emr-6.3.0-latest",
                "jobDriver": {"sparkSubmitJobDriver": {"entryPoint": "s3://tour/a.py"}},
            },
        ),
    ],
    "emr-serverless": [
        (
            "create_application",
            {"name": "tour", "releaseLabel": "emr-6.6.0", "type": "SPARK"},
        )
    ],
    "es": [("create_elasticsearch_domain", {"DomainName": "tour"})],
    "events": [
        ("create_event_bus", {"Name": "tour"}),
        ("put_rule", {"Name": "tour", "ScheduleExpression": "rate(1 day)"}),
        (
            "create_archive",
            {
                "ArchiveName": "tour",
                "EventSourceArn": f"arn:aws:events:us-east-1:{ACCOUNT}:event-bus/default",
            },
        ),
        (
            "create_connection",
            {
                "Name": "tour",
                "AuthorizationType": "BASIC",
                "AuthParameters": {"BasicAuthParameters": {"Username": "u", "Password": "p"}},
            },
        ),
        (
            "create_api_destination",
            {
                "Name": "tour",
                "ConnectionArn": "$create_connection.ConnectionArn",
                "InvocationEndpoint": "https://example.com",
                "HttpMethod": "POST",
            },
        ),
    ],
    "firehose": [
        (
            "create_delivery_stream",
            {
                "DeliveryStreamName": "tour",
                "S3DestinationConfiguration": {
                    "RoleARN": ROLE,
                    "BucketARN": "arn:aws:s3:::tour",
                },
            },
        )
    ],
    "fsx": [
        (
            "create_file_system",
            {
                "FileSystemType": "LUSTRE",
                "StorageCapacity": 1200,
                "SubnetIds": ["$ec2.create_subnet.Subnet.SubnetId"],
            },
        )
    ],
    "glacier": [
        ("create_vault", {"vaultName": "tour"}),
        (
            "initiate_job",
            {"vaultName": "tour", "jobParameters": {"Type": "inventory-retrieval"}},
        ),
    ],
    "glue": [
        ("create_database", {"DatabaseInput": {"Name": "tour"}}),
        (
            "create_job",
            {
                "Name": "tour",
                "Role": ROLE,
                "Command": {"Name": "glueetl", "ScriptLocation": "s3://tour/a"},
            },
        ),
        ("start_job_run", {"JobName": "tour"}),
        (
            "create_crawler",
            {
                "Name": "tour",
                "Role": ROLE,
                "DatabaseName": "tour",
                "Targets": {"S3Targets": [{"Path": "s3://tour"}]},
            },
        ),
        ("start_crawler", {"Name": "tour"}),
        (
            "create_trigger",
            {"Name": "tour", "Type": "ON_DEMAND", "Actions": [{"JobName": "tour"}]},
        ),
        ("create_session", {"Id": "tour", "Role": ROLE, "Command": {"Name": "glueetl"}}),
    ],
    "greengrass": [("create_group", {"Name": "tour"})],
    "guardduty": [("create_detector", {"Enable": True})],
    "inspector2": [("enable", {"accountIds": [ACCOUNT], "resourceTypes": ["EC2"]})],
    "iot": [
        ("create_thing", {"thingName": "tour"}),
        ("create_keys_and_certificate", {"setAsActive": True}),
        (
            "create_job",
            {
                "jobId": "tour",
                "targets": ["$create_thing.thingArn"],
                "document": "{}",
            },
        ),
    ],
    "ivs": [("create_channel", {"name": "tour"})],
    "kafka": [
        (
            "create_cluster",
            {
                "ClusterName": "tour",
                "KafkaVersion": "3.5.1",
                "NumberOfBrokerNodes": 2,
                "BrokerNodeGroupInfo": {
                    "InstanceType": "kafka.m5.large",
                    "ClientSubnets": ["$ec2.create_subnet.Subnet.SubnetId"],
                },
            },
        )
    ],
    "kinesis": [
        ("create_stream", {"StreamName": "tour", "ShardCount": 1}),
        (
            "register_stream_consumer",
            {
                "StreamARN": f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/tour",
                "ConsumerName": "tour",
            },
        ),
    ],
    "kinesisanalyticsv2": [
        (
            "create_application",
            {
                "ApplicationName": "tour",
                "RuntimeEnvironment": "FLINK-1_18",
                "ServiceExecutionRole": ROLE,
            },
        )
    ],
    "kinesisvideo": [("create_stream", {"StreamName": "tour"})],
    "lambda": [
        (
            "create_function",
            {
                "FunctionName": "tour",
                "Runtime": "python3.12",
                "Role": ROLE,
                "Handler": "a.b",
                "Code": {"ZipFile": b"PK\x05\x06" + 18 * b"\x00"},
            },
        )
    ],
    "logs": [
        ("create_log_group", {"logGroupName": "tour"}),
        (
            "start_query",
            {
                "logGroupName": "tour",
                "startTime": 0,
                "endTime": 1,
                "queryString": "fields a",
            },
        ),
        (
            "create_export_task",
            {"logGroupName": "tour", "from": 0, "to": 1, "destination": "tour"},
        ),
    ],
    "mediaconnect": [
        (
            "create_flow",
            {
                "Name": "tour",
                "Source": {"Name": "s", "Protocol": "rtp", "WhitelistCidr": "10.0.0.0/8"},
            },
        )
    ],
    "medialive": [
        ("create_input", {"Name": "tour", "Type": "URL_PULL"}),
        ("create_channel", {"Name": "tour", "RequestId": "r"}),
    ],
    "mediapackage": [("create_channel", {"Id": "tour"})],
    "mediastore": [("create_container", {"ContainerName": "tour"})],
    "memorydb": [
        (
            "create_cluster",
            {"ClusterName": "tour", "NodeType": "db.t4g.small", "ACLName": "open-access"},
        )
    ],
    "mq": [
        (
            "create_broker",
            {
                "BrokerName": "tour",
                "DeploymentMode": "SINGLE_INSTANCE",
                "EngineType": "ACTIVEMQ",
                "EngineVersion": "5.15.0",
                "HostInstanceType": "mq.t2.micro",
                "AutoMinorVersionUpgrade": True,
                "PubliclyAccessible": False,
                "Users": [{"Username": "admin", "Password": "adm1n"}],
            },
        )
    ],
    "network-firewall": [
        (
            "create_firewall",
            {
                "FirewallName": "tour",
                "FirewallPolicyArn": "a",
                "VpcId": "$ec2.create_vpc.Vpc.VpcId",
                "SubnetMappings": [{"SubnetId": "$ec2.create_subnet.Subnet.SubnetId"}],
            },
        )
    ],
    "networkmanager": [
        ("create_global_network", {"Description": "tour"}),
        (
            "create_core_network",
            {"GlobalNetworkId": "$create_global_network.GlobalNetwork.GlobalNetworkId"},
        ),
        (
            "create_site",
            {"GlobalNetworkId": "$create_global_network.GlobalNetwork.GlobalNetworkId"},
        ),
    ],
    "opensearch": [("create_domain", {"DomainName": "tour"})],
    "opensearchserverless": [
        (
            "create_security_policy",
            {
                "name": "tour",
                "type": "encryption",
                "policy": '{"Rules":[{"ResourceType":"collection","Resource":["collection/tour"]}],'
                '"AWSOwnedKey":true}',
            },
        ),
    ],
    "organizations": [
        ("create_organization", {"FeatureSet": "ALL"}),
        ("create_account", {"Email": "tour@example.com", "AccountName": "tour"}),
    ],
    "osis": [
        (
            "create_pipeline",
            {
                "PipelineName": "tour",
                "MinUnits": 1,
                "MaxUnits": 2,
                "PipelineConfigurationBody": 'version: "2"\nlog-pipeline:\n  source:\n    http:\n      path: "/a"\n'
                "  sink:\n    - s3:\n        bucket: tour\n        aws:\n          region: us-east-1\n"
                f"          sts_role_arn: {ROLE}\n",
            },
        )
    ],
    "pipes": [
        (
            "create_pipe",
            {
                "Name": "tour",
                "RoleArn": ROLE,
                "Source": f"arn:aws:sqs:us-east-1:{ACCOUNT}:a",
                "Target": f"arn:aws:sqs:us-east-1:{ACCOUNT}:b",
            },
        )
    ],
    "ram": [("create_resource_share", {"name": "tour"})],
    "rds": [
        (
            "create_db_instance",
            {
                "DBInstanceIdentifier": "tour",
                "DBInstanceClass": "db.t3.micro",
                "Engine": "postgres",
                "MasterUsername": "admin",
                "MasterUserPassword": "password1",
                "AllocatedStorage": 20,
            },
        ),
        (
            "create_db_snapshot",
            {"DBInstanceIdentifier": "tour", "DBSnapshotIdentifier": "tour-snapshot"},
        ),
        (
            "create_db_cluster",
            {
                "DBClusterIdentifier": "tour-cluster",
                "Engine": "aurora-postgresql",
                "MasterUsername": "admin",
                "MasterUserPassword": "password1",
            },
        ),
        (
            "create_db_cluster_snapshot",
            {
                "DBClusterIdentifier": "tour-cluster",
                "DBClusterSnapshotIdentifier": "tour-cluster-snapshot",
            },
        ),
        (
            "create_global_cluster",
            {"GlobalClusterIdentifier": "tour-global", "Engine": "aurora-postgresql"},
        ),
    ],
    "redshift": [
        (
            "create_cluster",
            {
                "ClusterIdentifier": "tour",
                "NodeType": "ra3.large",
                "MasterUsername": "admin",
                "MasterUserPassword": "Password1",
            },
        ),
        (
            "create_cluster_snapshot",
            {"SnapshotIdentifier": "tour", "ClusterIdentifier": "tour"},
        ),
    ],
    "redshift-data": [
        ("execute_statement", {"Database": "d", "Sql": "SELECT 1", "ClusterIdentifier": "tour"})
    ],
    "resiliencehub": [("create_app", {"name": "tour"})],
    "route53": [
        ("create_hosted_zone", {"Name": "tour.example.com", "CallerReference": "1"}),
        (
            "change_resource_record_sets",
            {
                "HostedZoneId": "$create_hosted_zone.HostedZone.Id",
                "ChangeBatch": {
                    "Changes": [
                        {
                            "Action": "CREATE",
                            "ResourceRecordSet": {
                                "Name": "a.tour.example.com",
                                "Type": "A",
                                "TTL": 60,
                                "ResourceRecords": [{"Value": "192.0.2.1"}],
                            },
                        }
                    ]
                },
            },
        ),
    ],
    "route53resolver": [
        (
            "create_resolver_query_log_config",
            {"Name": "tour", "DestinationArn": "arn:aws:s3:::tour", "CreatorRequestId": "1"},
        ),
        (
            "create_resolver_rule",
            {
                "CreatorRequestId": "1",
                "RuleType": "SYSTEM",
                "DomainName": "tour.example.com",
                "Name": "tour",
            },
        ),
    ],
    "sagemaker": [
        (
            "create_model",
            {
                "ModelName": "tour",
                "ExecutionRoleArn": ROLE,
                "PrimaryContainer": {"Image": "a", "ModelDataUrl": "s3://tour/a"},
            },
        ),
        (
            "create_notebook_instance",
            {
                "NotebookInstanceName": "tour",
                "InstanceType": "ml.t2.medium",
                "RoleArn": ROLE,
            },
        ),
        (
            "create_training_job",
            {
                "TrainingJobName": "tour",
                "AlgorithmSpecification": {"TrainingImage": "a", "TrainingInputMode": "File"},
                "RoleArn": ROLE,
                "OutputDataConfig": {"S3OutputPath": "s3://tour/"},
                "ResourceConfig": {
                    "InstanceType": "ml.m5.large",
                    "InstanceCount": 1,
                    "VolumeSizeInGB": 1,
                },
                "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            },
        ),
        (
            "create_domain",
            {
                "DomainName": "tour",
                "AuthMode": "IAM",
                "DefaultUserSettings": {"ExecutionRole": ROLE},
                "SubnetIds": ["subnet-1"],
                "VpcId": "vpc-1",
            },
        ),
        (
            "create_pipeline",
            {
                "PipelineName": "tour",
                "PipelineDefinition": "{}",
                "ClientRequestToken": "t" * 32,
                "RoleArn": ROLE,
            },
        ),
        (
            "start_pipeline_execution",
            {"PipelineName": "tour", "ClientRequestToken": "t" * 32},
        ),
        ("create_experiment", {"ExperimentName": "tour"}),
        ("create_trial", {"TrialName": "tour", "ExperimentName": "tour"}),
        (
            "create_feature_group",
            {
                "FeatureGroupName": "tour",
                "RecordIdentifierFeatureName": "a",
                "EventTimeFeatureName": "b",
                "FeatureDefinitions": [{"FeatureName": "a", "FeatureType": "String"}],
                "OfflineStoreConfig": {"S3StorageConfig": {"S3Uri": "s3://tour"}},
                "RoleArn": ROLE,
            },
        ),
        (
            "create_transform_job",
            {
                "TransformJobName": "tour",
                "ModelName": "tour",
                "TransformInput": {
                    "DataSource": {
                        "S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://tour/"}
                    }
                },
                "TransformOutput": {"S3OutputPath": "s3://tour/"},
                "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
            },
        ),
    ],
    "scheduler": [("create_schedule_group", {"Name": "tour"})],
    "secretsmanager": [("create_secret", {"Name": "tour", "SecretString": "s"})],
    "servicecatalog": [
        (
            "create_portfolio",
            {"DisplayName": "tour", "ProviderName": "p", "IdempotencyToken": "1"},
        )
    ],
    "servicediscovery": [("create_http_namespace", {"Name": "tour"})],
    "ses": [("verify_email_identity", {"EmailAddress": "tour@example.com"})],
    "sesv2": [
        ("create_email_identity", {"EmailIdentity": "tour@example.com"}),
        ("create_email_identity", {"EmailIdentity": "example.com"}),
    ],
    "shield": [("create_subscription", {})],
    "signer": [
        (
            "put_signing_profile",
            {"profileName": "tour", "platformId": "AWSLambda-SHA384-ECDSA"},
        )
    ],
    "ssm": [
        (
            "create_document",
            {
                "Name": "tour",
                "DocumentType": "Command",
                "DocumentFormat": "JSON",
                "Content": '{"schemaVersion":"2.2","description":"d","mainSteps":[]}',
            },
        ),
        (
            "send_command",
            {
                "InstanceIds": ["$ec2.run_instances.Instances[0].InstanceId"],
                "DocumentName": "AWS-RunShellScript",
                "Parameters": {"commands": ["ls"]},
            },
        ),
        (
            "create_maintenance_window",
            {
                "Name": "tour",
                "Schedule": "cron(0 0 * * ? *)",
                "Duration": 2,
                "Cutoff": 1,
                "AllowUnassociatedTargets": False,
            },
        ),
    ],
    "stepfunctions": [
        (
            "create_state_machine",
            {"name": "tour", "definition": _MACHINE, "roleArn": ROLE},
        ),
        (
            "start_execution",
            {"stateMachineArn": "$create_state_machine.stateMachineArn", "name": "tour"},
        ),
    ],
    "support": [
        ("create_case", {"subject": "tour", "communicationBody": "b"}),
    ],
    "swf": [
        (
            "register_domain",
            {"name": "tour", "workflowExecutionRetentionPeriodInDays": "1"},
        ),
        (
            "register_workflow_type",
            {
                "domain": "tour",
                "name": "tour",
                "version": "1",
                "defaultTaskList": {"name": "l"},
                "defaultChildPolicy": "TERMINATE",
                "defaultTaskStartToCloseTimeout": "60",
                "defaultExecutionStartToCloseTimeout": "60",
            },
        ),
        (
            "start_workflow_execution",
            {
                "domain": "tour",
                "workflowId": "tour",
                "workflowType": {"name": "tour", "version": "1"},
            },
        ),
    ],
    "synthetics": [
        (
            "create_canary",
            {
                "Name": "tour",
                "Code": {"Handler": "a.b"},
                "ArtifactS3Location": "s3://tour",
                "ExecutionRoleArn": ROLE,
                "Schedule": {"Expression": "rate(5 minutes)"},
                "RuntimeVersion": "syn-nodejs-puppeteer-6.2",
            },
        )
    ],
    "timestream-write": [
        ("create_database", {"DatabaseName": "tour"}),
        ("create_table", {"DatabaseName": "tour", "TableName": "tour"}),
    ],
    "timestream-influxdb": [
        (
            "create_db_instance",
            {
                "name": "tour",
                "password": "password1",
                "dbInstanceType": "db.influx.medium",
                "vpcSubnetIds": ["$ec2.create_subnet.Subnet.SubnetId"],
                "vpcSecurityGroupIds": ["$ec2.create_security_group.GroupId"],
                "allocatedStorage": 100,
            },
        )
    ],
    "transcribe": [
        (
            "start_transcription_job",
            {
                "TranscriptionJobName": "tour",
                "LanguageCode": "en-US",
                "Media": {"MediaFileUri": "s3://tour/a.wav"},
            },
        ),
        (
            "create_vocabulary",
            {"VocabularyName": "tour", "LanguageCode": "en-US", "Phrases": ["a"]},
        ),
    ],
    "transfer": [("create_server", {"Protocols": ["SFTP"]})],
    "vpc-lattice": [("create_service", {"name": "tour"})],
    "workspaces-web": [("create_portal", {})],
}

READS: dict[tuple[str, str], Params] = {
    ("batch", "ListJobs"): {"jobQueue": "tour"},
    ("codebuild", "BatchGetProjects"): {"names": ["tour"]},
    ("codebuild", "BatchGetBuilds"): {"ids": ["$start_build.build.id"]},
    ("codedeploy", "BatchGetDeployments"): {"deploymentIds": ["$create_deployment.deploymentId"]},
    ("ecs", "DescribeClusters"): {"clusters": ["tour"]},
    ("ecs", "DescribeServices"): {"cluster": "tour", "services": ["tour"]},
    ("ecs", "DescribeTaskDefinition"): {"taskDefinition": "tour"},
    ("ram", "GetResourceShares"): {"resourceOwner": "SELF"},
    ("ses", "GetIdentityVerificationAttributes"): {"Identities": ["tour@example.com"]},
    ("ses", "GetIdentityDkimAttributes"): {"Identities": ["tour@example.com"]},
    ("ses", "GetIdentityMailFromDomainAttributes"): {"Identities": ["tour@example.com"]},
    ("swf", "DescribeWorkflowExecution"): {
        "domain": "tour",
        "execution": {"workflowId": "tour", "runId": "$start_workflow_execution.runId"},
    },
    ("swf", "ListOpenWorkflowExecutions"): {
        "domain": "tour",
        "startTimeFilter": {"oldestDate": 0},
    },
}
