"""A network, an environment, a queue and a definition, and jobs of them, for the tests."""

import json
from typing import Any

from functions import eventually
from organizations_under_test import control

TASKS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
LOGS = {
    "Effect": "Allow",
    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
    "Resource": "arn:aws:logs:*:*:log-group:jobs:*",
}
SMALL = [{"type": "VCPU", "value": "0.25"}, {"type": "MEMORY", "value": "512"}]


def role(client: Any, name: str, *statements: dict[str, Any], trust: Any = TASKS) -> str:
    iam = client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    if statements:
        document = {"Version": "2012-10-17", "Statement": list(statements)}
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=json.dumps(document))
    return str(arn)


def network(client: Any, public: bool = True) -> dict[str, list[str]]:
    """A VPC whose one subnet has a way out, if it is public."""
    ec2 = client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/24")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/25")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="jobs", Description="jobs", VpcId=vpc)["GroupId"]
    if public:
        gateway = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    return {"subnets": [subnet], "securityGroupIds": [group]}


class Batch:
    """All that a job needs; ``definition`` registers what is asked for."""

    def __init__(self, client: Any, endpoint: str, public: bool = True, vcpus: int = 4) -> None:
        self.client, self.endpoint = client, endpoint
        self.api = client("batch")
        client("logs").create_log_group(logGroupName="jobs")
        self.execution = role(client, "execution", LOGS)
        self.network = network(client, public)
        self.environment = self.api.create_compute_environment(
            computeEnvironmentName="environment",
            type="MANAGED",
            computeResources={"type": "FARGATE", "maxvCpus": vcpus, **self.network},
        )["computeEnvironmentArn"]
        order = [{"order": 1, "computeEnvironment": self.environment}]
        self.queue = self.api.create_job_queue(
            jobQueueName="queue", priority=1, computeEnvironmentOrder=order
        )["jobQueueArn"]

    def image(self, script: str, reference: str = "", **options: Any) -> str:
        """An image whose containers run the script of a shell, with what follows as arguments."""
        reference = reference or f"example.com/{self.queue.split(':')[4]}:1"
        told = {"image": reference, "command": ["sh", "-c", script, "job"], **options}
        control(self.endpoint, "POST", "/batch/images", told)
        return reference

    def container(self, **properties: Any) -> dict[str, Any]:
        options = {"awslogs-group": "jobs", "awslogs-stream-prefix": "audit"}
        return {
            "executionRoleArn": self.execution,
            "resourceRequirements": SMALL,
            "networkConfiguration": {"assignPublicIp": "ENABLED"},
            "logConfiguration": {"logDriver": "awslogs", "options": options},
            **properties,
        }

    def definition(self, image: str, options: Any = None, **properties: Any) -> str:
        made = self.api.register_job_definition(
            jobDefinitionName="definition",
            type="container",
            platformCapabilities=["FARGATE"],
            containerProperties=self.container(image=image, **properties),
            **(options or {}),
        )
        return str(made["jobDefinitionArn"])

    def submit(self, definition: str, **options: Any) -> str:
        answer = self.api.submit_job(
            jobName="job", jobQueue=self.queue, jobDefinition=definition, **options
        )
        return str(answer["jobId"])

    def job(self, job_id: str) -> dict[str, Any]:
        [found] = self.api.describe_jobs(jobs=[job_id])["jobs"]
        return dict(found)

    def reach(self, job_id: str, *statuses: str) -> dict[str, Any]:
        """The job once it is in one of the states."""

        def look() -> Any:
            job = self.job(job_id)
            return job if job["status"] in statuses else None

        return eventually(look) or self.job(job_id)

    def ended(self, job_id: str) -> dict[str, Any]:
        return self.reach(job_id, "SUCCEEDED", "FAILED")

    def run(self, script: str, **options: Any) -> dict[str, Any]:
        """A job of the script, when it has ended."""
        return self.ended(self.submit(self.definition(self.image(script)), **options))

    def output(self, job: dict[str, Any]) -> list[str]:
        events = self.client("logs").get_log_events(
            logGroupName="jobs", logStreamName=job["container"]["logStreamName"]
        )["events"]
        return [event["message"] for event in events]
