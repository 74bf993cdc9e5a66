"""Environments, queues and definitions of stacks, with the network and registry around them."""

import copy

import pytest
from batch_stacks_under_test import BATCH, NETWORK, OUTPUTS, ROLES
from functions import eventually
from organizations_under_test import control
from stacks import create, describe, history, reason, resource, template, update


def body(**changed):
    """The whole template; ``Logical={"Property": value}`` changes properties."""
    resources = copy.deepcopy({**NETWORK, **ROLES, **BATCH})
    for logical_id, properties in changed.items():
        resources[logical_id]["Properties"].update(properties)
    return template(resources, Outputs=OUTPUTS)


def outputs(stack):
    return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}


def arn(account_id, kind, name):
    return f"arn:aws:batch:eu-west-1:{account_id}:{kind}/{name}"


@pytest.fixture
def stack(cloudformation):
    made = create(cloudformation, "audit", body())
    assert made["StackStatus"] == "CREATE_COMPLETE", history(cloudformation, "audit")
    return made


def test_references_are_arns(stack, account_id):
    found = outputs(stack)

    assert found["Environment"].startswith(arn(account_id, "compute-environment", "audit-Env"))
    assert found["Queue"] == arn(account_id, "job-queue", "audit")
    assert found["Definition"] == arn(account_id, "job-definition", "audit:1")


def test_a_stack_makes_what_its_template_says(stack, client):
    batch = client("batch")

    [environment] = batch.describe_compute_environments()["computeEnvironments"]
    [queue] = batch.describe_job_queues()["jobQueues"]
    [definition] = batch.describe_job_definitions()["jobDefinitions"]

    assert environment["computeResources"]["maxvCpus"] == 4
    assert environment["serviceRole"].endswith("AWSServiceRoleForBatch")
    assert environment["tags"]["purpose"] == "audit"
    assert queue["jobStateTimeLimitActions"][0]["maxTimeSeconds"] == 3600
    container = definition["containerProperties"]
    assert container["environment"] == [{"name": "TOOLS", "value": "prowler"}]
    assert container["runtimePlatform"]["cpuArchitecture"] == "ARM64"
    assert container["logConfiguration"]["options"]["awslogs-group"] == "jobs"
    assert definition["retryStrategy"]["evaluateOnExit"] == [{"action": "EXIT", "onExitCode": "*"}]
    assert definition["timeout"] == {"attemptDurationSeconds": 3600}


def test_a_job_of_a_stack_runs(stack, client, aws):
    told = {"image": "example.com/stacks", "command": ["sh", "-c", "exit 0"]}
    control(aws.endpoint, "POST", "/batch/images", told)
    batch = client("batch")

    job_id = batch.submit_job(jobName="j", jobQueue="audit", jobDefinition="audit")["jobId"]

    def ended():
        [job] = batch.describe_jobs(jobs=[job_id])["jobs"]
        return job if job["status"] in ("SUCCEEDED", "FAILED") else None

    job = eventually(ended)
    assert job["status"] == "SUCCEEDED", job["statusReason"]


def test_the_same_template_changes_nothing(stack, cloudformation):
    with pytest.raises(cloudformation.exceptions.ClientError, match="No updates"):
        update(cloudformation, "audit", body())


def test_a_changed_definition_is_a_new_revision_and_the_old_one_is_retired(
    stack, cloudformation, client, account_id
):
    timeout = {"Timeout": {"AttemptDurationSeconds": 7200}}

    changed = update(cloudformation, "audit", body(Definition=timeout))

    known = client("batch").describe_job_definitions()["jobDefinitions"]
    assert outputs(changed)["Definition"] == arn(account_id, "job-definition", "audit:2")
    assert [(one["revision"], one["status"]) for one in known] == [(2, "ACTIVE"), (1, "INACTIVE")]


def test_a_definition_that_is_kept_on_update_stays_active(cloudformation, client):
    kept = {"ResourceRetentionPolicy": {"SkipDeregisterOnUpdate": True}}
    create(cloudformation, "audit", body(Definition=kept))

    update(cloudformation, "audit", body(Definition={**kept, "PropagateTags": False}))

    known = client("batch").describe_job_definitions(status="ACTIVE")["jobDefinitions"]
    assert [one["revision"] for one in known] == [2, 1]


def test_a_failed_update_goes_back_to_what_the_definition_said(stack, cloudformation, client):
    container = copy.deepcopy(BATCH["Definition"]["Properties"]["ContainerProperties"])
    container["ResourceRequirements"][1]["Value"] = "4000"

    failed = update(cloudformation, "audit", body(Definition={"ContainerProperties": container}))

    assert failed["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert "4000 MiB) not valid." in reason(cloudformation, "audit", "UPDATE_FAILED")
    [known] = client("batch").describe_job_definitions(status="ACTIVE")["jobDefinitions"]
    assert {"type": "MEMORY", "value": "2048"} in (
        known["containerProperties"]["resourceRequirements"]
    )


def test_a_queue_and_an_environment_change_in_place(stack, cloudformation, client):
    resources = {**BATCH["Environment"]["Properties"]["ComputeResources"], "MaxvCpus": 8}
    queue = {"State": "DISABLED", "Priority": 5, "JobStateTimeLimitActions": []}

    changed = update(
        cloudformation,
        "audit",
        body(Environment={"ComputeResources": resources}, Queue=queue),
    )

    [environment] = client("batch").describe_compute_environments()["computeEnvironments"]
    [known] = client("batch").describe_job_queues()["jobQueues"]
    assert outputs(changed)["Environment"] == outputs(stack)["Environment"]
    assert environment["computeResources"]["maxvCpus"] == 8
    assert (known["state"], known["priority"]) == ("DISABLED", 5)
    assert known["jobStateTimeLimitActions"] == []


@pytest.mark.parametrize("replaces", [True, False])
def test_other_subnets_replace_an_environment_unless_it_says_no(cloudformation, client, replaces):
    said = {"ReplaceComputeEnvironment": replaces}
    first = create(cloudformation, "audit", body(Environment=said))
    resources = {**BATCH["Environment"]["Properties"]["ComputeResources"], "Type": "FARGATE_SPOT"}

    changed = update(
        cloudformation, "audit", body(Environment={**said, "ComputeResources": resources})
    )

    assert changed["StackStatus"] == "UPDATE_COMPLETE"
    before, after = outputs(first)["Environment"], outputs(changed)["Environment"]
    assert (before != after) == replaces
    [environment] = client("batch").describe_compute_environments()["computeEnvironments"]
    assert environment["computeEnvironmentArn"] == after


def test_a_deleted_stack_leaves_nothing(stack, cloudformation, client, account_id):
    cloudformation.delete_stack(StackName="audit")
    deleted = describe(cloudformation, stack["StackId"])

    batch, ec2 = client("batch"), client("ec2")
    vpcs = [vpc for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]
    assert deleted["StackStatus"] == "DELETE_COMPLETE"
    assert batch.describe_compute_environments()["computeEnvironments"] == []
    assert batch.describe_job_queues()["jobQueues"] == []
    assert batch.describe_job_definitions(status="ACTIVE")["jobDefinitions"] == []
    assert vpcs == []
    assert ec2.describe_internet_gateways()["InternetGateways"] == []
    groups = ec2.describe_security_groups()["SecurityGroups"]
    assert {group["GroupName"] for group in groups} == {"default"}
    assert client("ecr").describe_repositories()["repositories"] == []


def test_what_is_gone_already_does_not_keep_a_stack(stack, cloudformation, client):
    batch = client("batch")
    batch.update_job_queue(jobQueue="audit", state="DISABLED")
    batch.delete_job_queue(jobQueue="audit")
    batch.deregister_job_definition(jobDefinition="audit:1")
    known = resource(cloudformation, "audit", "Environment")["PhysicalResourceId"]
    batch.update_compute_environment(computeEnvironment=known, state="DISABLED")
    batch.delete_compute_environment(computeEnvironment=known)

    cloudformation.delete_stack(StackName="audit")

    assert describe(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"


def test_an_environment_goes_after_its_network_has_gone(stack, cloudformation, client):
    ec2 = client("ec2")
    group = resource(cloudformation, "audit", "SecurityGroup")["PhysicalResourceId"]
    ec2.delete_security_group(GroupId=group)

    cloudformation.delete_stack(StackName="audit")

    assert describe(cloudformation, stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
