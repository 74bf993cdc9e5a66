"""Networks, registries and queues of stacks, as resources of a template."""

from typing import Any

from batch_under_test import TASKS


def ref(name: str) -> dict[str, str]:
    return {"Ref": name}


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


NETWORK: dict[str, Any] = {
    "Vpc": {
        "Type": "AWS::EC2::VPC",
        "Properties": {"CidrBlock": "10.0.0.0/24", "EnableDnsSupport": True, "Tags": tags(a="b")},
    },
    "Gateway": {"Type": "AWS::EC2::InternetGateway", "Properties": {"Tags": tags(a="b")}},
    "GatewayAttachment": {
        "Type": "AWS::EC2::VPCGatewayAttachment",
        "Properties": {"VpcId": ref("Vpc"), "InternetGatewayId": ref("Gateway")},
    },
    "Subnet": {
        "Type": "AWS::EC2::Subnet",
        "Properties": {"VpcId": ref("Vpc"), "CidrBlock": "10.0.0.0/25"},
    },
    "RouteTable": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": ref("Vpc")}},
    "Route": {
        "Type": "AWS::EC2::Route",
        "DependsOn": "GatewayAttachment",
        "Properties": {
            "RouteTableId": ref("RouteTable"),
            "DestinationCidrBlock": "0.0.0.0/0",
            "GatewayId": ref("Gateway"),
        },
    },
    "SubnetRoute": {
        "Type": "AWS::EC2::SubnetRouteTableAssociation",
        "Properties": {"SubnetId": ref("Subnet"), "RouteTableId": ref("RouteTable")},
    },
    "SecurityGroup": {
        "Type": "AWS::EC2::SecurityGroup",
        "Properties": {
            "GroupDescription": "jobs",
            "VpcId": ref("Vpc"),
            "SecurityGroupEgress": [
                {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0"}
            ],
        },
    },
    "Repository": {
        "Type": "AWS::ECR::Repository",
        "Properties": {
            "RepositoryName": "audit",
            "ImageTagMutability": "IMMUTABLE",
            "ImageScanningConfiguration": {"ScanOnPush": True},
        },
    },
}
ROLES: dict[str, Any] = {
    "LogGroup": {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {"LogGroupName": "jobs", "RetentionInDays": 30},
    },
    "ExecutionRole": {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": TASKS,
            "Policies": [
                {
                    "PolicyName": "own",
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                                "Resource": {"Fn::GetAtt": ["LogGroup", "Arn"]},
                            }
                        ],
                    },
                }
            ],
        },
    },
}
BATCH: dict[str, Any] = {
    "Environment": {
        "Type": "AWS::Batch::ComputeEnvironment",
        "Properties": {
            "Type": "MANAGED",
            "State": "ENABLED",
            "ReplaceComputeEnvironment": False,
            "ComputeResources": {
                "Type": "FARGATE",
                "MaxvCpus": 4,
                "Subnets": [ref("Subnet")],
                "SecurityGroupIds": [ref("SecurityGroup")],
            },
            "Tags": {"purpose": "audit"},
        },
    },
    "Queue": {
        "Type": "AWS::Batch::JobQueue",
        "Properties": {
            "JobQueueName": "audit",
            "Priority": 1,
            "ComputeEnvironmentOrder": [{"Order": 1, "ComputeEnvironment": ref("Environment")}],
            "JobStateTimeLimitActions": [
                {
                    "Action": "CANCEL",
                    "MaxTimeSeconds": 3600,
                    "Reason": "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT",
                    "State": "RUNNABLE",
                }
            ],
        },
    },
    "Definition": {
        "Type": "AWS::Batch::JobDefinition",
        "Properties": {
            "JobDefinitionName": "audit",
            "Type": "container",
            "PlatformCapabilities": ["FARGATE"],
            "PropagateTags": True,
            "Timeout": {"AttemptDurationSeconds": 3600},
            "RetryStrategy": {
                "Attempts": 2,
                "EvaluateOnExit": [{"Action": "EXIT", "OnExitCode": "*"}],
            },
            "ContainerProperties": {
                "Image": "example.com/stacks",
                "Command": ["--all"],
                "ExecutionRoleArn": {"Fn::GetAtt": ["ExecutionRole", "Arn"]},
                "ResourceRequirements": [
                    {"Type": "VCPU", "Value": "1"},
                    {"Type": "MEMORY", "Value": "2048"},
                ],
                "Environment": [{"Name": "TOOLS", "Value": "prowler"}],
                "NetworkConfiguration": {"AssignPublicIp": "ENABLED"},
                "FargatePlatformConfiguration": {"PlatformVersion": "LATEST"},
                "RuntimePlatform": {
                    "CpuArchitecture": "ARM64",
                    "OperatingSystemFamily": "LINUX",
                },
                "LogConfiguration": {
                    "LogDriver": "awslogs",
                    "Options": {
                        "awslogs-group": ref("LogGroup"),
                        "awslogs-region": ref("AWS::Region"),
                        "awslogs-stream-prefix": "audit",
                    },
                },
            },
        },
    },
}
OUTPUTS: dict[str, Any] = {
    "Environment": {"Value": ref("Environment")},
    "Queue": {"Value": {"Fn::GetAtt": ["Queue", "JobQueueArn"]}},
    "Definition": {"Value": ref("Definition")},
}
