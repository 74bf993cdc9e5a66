"""Resources whose properties name them, of each type that the embedded AWS makes itself.

``ACCOUNT`` stands for the id of the account.
"""

import json
from typing import Any

from stacks import template

ASSUME = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sns:ListTopics", "Resource": "*"}],
}


QUEUES = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}],
}
BUCKET_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:DeleteBucket",
            "Resource": "arn:aws:s3:::base-ACCOUNT",
        }
    ],
}


BASE: dict[str, dict[str, Any]] = {
    "Role": {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": ASSUME,
            "Policies": [{"PolicyName": "queue", "PolicyDocument": QUEUES}],
        },
    },
    "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "base-ACCOUNT"}},
    "LogGroup": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "base"}},
    "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "base"}},
    "Key": {
        "Type": "AWS::KMS::Key",
        "Properties": {
            "KeyPolicy": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "arn:aws:iam::ACCOUNT:root"},
                        "Action": "kms:*",
                        "Resource": "*",
                    }
                ],
            }
        },
    },
    "Database": {
        "Type": "AWS::Glue::Database",
        "Properties": {"CatalogId": "ACCOUNT", "DatabaseInput": {"Name": "base"}},
    },
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "base"}},
    "Function": {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "FunctionName": "base",
            "Role": {"Fn::GetAtt": ["Role", "Arn"]},
            "Runtime": "nodejs22.x",
            "Handler": "index.handler",
            "Code": {"ZipFile": "exports.handler = async () => {}"},
        },
    },
    "Permission": {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": {"Ref": "Function"},
            "Action": "lambda:InvokeFunction",
            "Principal": "logs.amazonaws.com",
        },
    },
}
OUTPUTS = {
    "Role": {"Value": {"Fn::GetAtt": ["Role", "Arn"]}, "Export": {"Name": "role"}},
    "Key": {"Value": {"Ref": "Key"}, "Export": {"Name": "key"}},
    "FunctionArn": {
        "Value": {"Fn::GetAtt": ["Function", "Arn"]},
        "Export": {"Name": "function"},
    },
    "QueueArn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}, "Export": {"Name": "queue"}},
}
ROLE = {"Fn::ImportValue": "role"}

#: Properties that name the resource, by type.
NAMED = {
    "AWS::Athena::WorkGroup": {"Name": "own"},
    "AWS::CloudFormation::StackSet": {
        "StackSetName": "own",
        "PermissionModel": "SELF_MANAGED",
        "TemplateBody": template({"T": {"Type": "AWS::SNS::Topic"}}),
    },
    "AWS::CloudWatch::Alarm": {
        "AlarmName": "own",
        "ComparisonOperator": "GreaterThanThreshold",
        "EvaluationPeriods": 1,
        "MetricName": "Errors",
        "Namespace": "AWS/Lambda",
        "Period": 60,
        "Statistic": "Sum",
        "Threshold": 0,
    },
    "AWS::CloudWatch::Dashboard": {"DashboardName": "own", "DashboardBody": '{"widgets": []}'},
    "AWS::DynamoDB::Table": {
        "TableName": "own",
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "a", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    },
    "AWS::ECR::Repository": {"RepositoryName": "own"},
    "AWS::Events::EventBus": {"Name": "own"},
    "AWS::Events::EventBusPolicy": {
        "EventBusName": "base",
        "StatementId": "own",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::ACCOUNT:root"},
            "Action": "events:PutEvents",
            "Resource": "arn:aws:events:eu-west-1:ACCOUNT:event-bus/base",
        },
    },
    "AWS::Events::Rule": {"Name": "own", "ScheduleExpression": "rate(1 hour)"},
    "AWS::Glue::Database": {"CatalogId": "ACCOUNT", "DatabaseInput": {"Name": "own"}},
    "AWS::Glue::Table": {
        "CatalogId": "ACCOUNT",
        "DatabaseName": "base",
        "TableInput": {"Name": "own"},
    },
    "AWS::IAM::ManagedPolicy": {"ManagedPolicyName": "own", "PolicyDocument": POLICY},
    "AWS::IAM::Role": {"RoleName": "own", "AssumeRolePolicyDocument": ASSUME},
    "AWS::KMS::Alias": {"AliasName": "alias/own", "TargetKeyId": {"Fn::ImportValue": "key"}},
    "AWS::Lambda::EventInvokeConfig": {
        "FunctionName": "base",
        "Qualifier": "$LATEST",
        "MaximumRetryAttempts": 0,
    },
    "AWS::Lambda::EventSourceMapping": {
        "FunctionName": "base",
        "EventSourceArn": {"Fn::ImportValue": "queue"},
    },
    "AWS::Lambda::Function": {
        **BASE["Function"]["Properties"],
        "FunctionName": "own",
        "Role": ROLE,
    },
    "AWS::Logs::LogGroup": {"LogGroupName": "own"},
    "AWS::Logs::MetricFilter": {
        "LogGroupName": "base",
        "FilterName": "own",
        "FilterPattern": "",
        "MetricTransformations": [{"MetricName": "m", "MetricNamespace": "n", "MetricValue": "1"}],
    },
    "AWS::Logs::ResourcePolicy": {"PolicyName": "own", "PolicyDocument": json.dumps(POLICY)},
    "AWS::Logs::SubscriptionFilter": {
        "LogGroupName": "base",
        "FilterName": "own",
        "FilterPattern": "",
        "DestinationArn": {"Fn::ImportValue": "function"},
    },
    "AWS::S3::Bucket": {"BucketName": "own-ACCOUNT"},
    "AWS::S3::BucketPolicy": {"Bucket": "base-ACCOUNT", "PolicyDocument": BUCKET_POLICY},
    "AWS::SNS::Topic": {"TopicName": "own"},
    "AWS::SQS::Queue": {"QueueName": "own"},
}


#: Types whose resources have an id that the service makes up, or no name of their own.
UNNAMED = (
    "AWS::Athena::NamedQuery",
    "AWS::Batch::JobDefinition",  # a second one of a name is its next revision
    "AWS::CloudFormation::Stack",
    "AWS::CloudFormation::WaitConditionHandle",
    "AWS::EC2::InternetGateway",
    "AWS::EC2::Route",
    "AWS::EC2::RouteTable",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::SubnetRouteTableAssociation",
    "AWS::EC2::VPC",
    "AWS::EC2::VPCGatewayAttachment",
    "AWS::KMS::Key",
    "AWS::Lambda::Permission",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
)

#: Types that have such a test where the rest of their service is tested.
ELSEWHERE = {
    "AWS::AccessAnalyzer::Analyzer": "test_access_analyzer",
    "AWS::Batch::ComputeEnvironment": "test_batch_refusals",
    "AWS::Batch::JobQueue": "test_batch_refusals",
    "AWS::CloudTrail::Trail": "test_cloudtrail",
    "AWS::CodeBuild::Project": "test_codebuild",
    "AWS::IAM::ServiceLinkedRole": "test_config_roles",
    "AWS::ObservabilityAdmin::OrganizationCentralizationRule": "test_observabilityadmin",
}


def of_account(document: Any, account_id: str) -> Any:
    return json.loads(json.dumps(document).replace("ACCOUNT", account_id))
