"""Installs the extensions in an order of its own and rehearses a little, in a fresh process.

``python installed_in_order.py reversed`` or a seed; prints what became of an event.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import boto3
from embedded_aws import install, server

REGION = "eu-west-1"
CODE = "def handler(event, context):\n    print('took', event['detail']['id'])\n"


def allowing(action: str) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": action,
        "Resource": "*",
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
WRITE_LOGS = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "logs:*", "Resource": "*"}],
}
FUNCTION = {
    "Runtime": "python3.12",
    "Handler": "index.handler",
    "Role": {"Fn::GetAtt": ["Role", "Arn"]},
    "Code": {"ZipFile": CODE},
}
RESOURCES = {
    "Queue": {"Type": "AWS::SQS::Queue"},
    "QueuePolicy": {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {
            "Queues": [{"Ref": "Queue"}],
            "PolicyDocument": allowing("sqs:SendMessage"),
        },
    },
    "Topic": {"Type": "AWS::SNS::Topic"},
    "TopicPolicy": {
        "Type": "AWS::SNS::TopicPolicy",
        "Properties": {"Topics": [{"Ref": "Topic"}], "PolicyDocument": allowing("sns:Publish")},
    },
    "Role": {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": TRUST,
            "Policies": [{"PolicyName": "logs", "PolicyDocument": WRITE_LOGS}],
        },
    },
    "Function": {"Type": "AWS::Lambda::Function", "Properties": FUNCTION},
    "Permission": {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "Action": "lambda:InvokeFunction",
            "FunctionName": {"Ref": "Function"},
            "Principal": "events.amazonaws.com",
        },
    },
    "Rule": {
        "Type": "AWS::Events::Rule",
        "DependsOn": ["QueuePolicy", "TopicPolicy", "Permission"],
        "Properties": {
            "EventPattern": {"source": ["app"]},
            "Targets": [
                {"Id": "queue", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}},
                {"Id": "topic", "Arn": {"Ref": "Topic"}},
                {"Id": "function", "Arn": {"Fn::GetAtt": ["Function", "Arn"]}},
            ],
        },
    },
}


def in_order(wanted: str) -> list[Any]:
    extensions = list(install.EXTENSIONS)
    if wanted == "reversed":
        return extensions[::-1]
    random.Random(int(wanted)).shuffle(extensions)
    return extensions


def until(found: Callable[[], Any], seconds: float = 60) -> Any:
    end = time.monotonic() + seconds
    while not (answer := found()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


def rehearse(endpoint: str) -> dict[str, Any]:
    def client(service: str) -> Any:
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=endpoint,
            aws_access_key_id="AKIATEST",
            aws_secret_access_key="test",
        )

    stacks, queues, logs = client("cloudformation"), client("sqs"), client("logs")
    template = json.dumps({"Resources": RESOURCES})
    stacks.create_stack(StackName="order", TemplateBody=template, Capabilities=["CAPABILITY_IAM"])
    stacks.get_waiter("stack_create_complete").wait(
        StackName="order", WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    made = stacks.describe_stack_resources(StackName="order")["StackResources"]
    ids = {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in made}
    entry = {"Source": "app", "DetailType": "x", "Detail": json.dumps({"id": 7})}
    client("events").put_events(Entries=[entry])
    group = f"/aws/lambda/{ids['Function']}"
    [message] = queues.receive_message(QueueUrl=ids["Queue"], WaitTimeSeconds=5)["Messages"]
    told = json.loads(_control(endpoint, "/sns/messages"))["messages"]
    return {
        "types": sorted(one["ResourceType"] for one in made),
        "queue": json.loads(message["Body"])["detail"],
        "topic": [json.loads(one["message"])["detail"] for one in told],
        "function": until(lambda: _took(logs, group)),
    }


def _took(logs: Any, group: str) -> list[str]:
    if not logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]:
        return []
    events = logs.filter_log_events(logGroupName=group)["events"]
    texts = [line for one in events for line in one["message"].splitlines()]
    return [text for text in texts if text.startswith("took")]


def _control(endpoint: str, path: str) -> bytes:
    with urlopen(f"{endpoint}/_embedded-aws{path}") as answer:
        found: bytes = answer.read()
    return found


def main() -> None:
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    install.install(in_order(sys.argv[1]))
    running = server.start(0)
    print(json.dumps(rehearse(running.endpoint)), flush=True)
    running.stop()
    # Not a return: threads that wait for a function must not keep us.
    os._exit(0)


if __name__ == "__main__":
    main()
