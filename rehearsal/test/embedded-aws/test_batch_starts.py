"""What keeps a container from starting, and how its job reports it."""

import json

import pytest
from batch_under_test import LOGS, TASKS, Batch, role
from organizations_under_test import control


@pytest.fixture
def batch(client, aws):
    return Batch(client, aws.endpoint)


def test_an_image_that_nobody_told_of_cannot_be_pulled(batch):
    job = batch.ended(batch.submit(batch.definition("example.com/none:1")))

    assert job["status"] == "FAILED"
    assert job["statusReason"].startswith("CannotPullContainerError: ")
    assert "example.com/none:1: not found" in job["statusReason"]
    assert "exitCode" not in job["container"]
    assert "startedAt" not in job


def test_an_image_is_found_by_the_longest_beginning_of_its_reference(batch, account_id):
    batch.image("exit 1", reference=f"example.com/{account_id}/*")
    batch.image("exit 0", reference=f"example.com/{account_id}/audit@sha256:*")

    wanted = f"example.com/{account_id}/audit@sha256:0123"
    job = batch.ended(batch.submit(batch.definition(wanted)))

    assert job["status"] == "SUCCEEDED"


def test_an_image_that_was_not_pushed_is_pulled_once_its_repository_has_it(
    batch, client, account_id
):
    client("ecr").create_repository(repositoryName="audit")
    repository = f"{account_id}.dkr.ecr.eu-west-1.amazonaws.com/audit"
    token = {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
    pull = {
        "Effect": "Allow",
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Resource": f"arn:aws:ecr:eu-west-1:{account_id}:repository/audit",
    }
    puller = role(client, "puller", LOGS, token, pull)
    batch.image("exit 0", reference=f"{repository}:*", pushed=False)
    definition = batch.definition(f"{repository}:1", executionRoleArn=puller)

    before = batch.ended(batch.submit(definition))
    manifest = json.dumps({"schemaVersion": 2, "mediaType": "application/vnd.oci.image"})
    client("ecr").put_image(repositoryName="audit", imageManifest=manifest, imageTag="1")
    behind = batch.ended(batch.submit(definition))

    assert f"{repository}:1: not found" in before["statusReason"]
    assert behind["status"] == "SUCCEEDED"


def test_a_command_that_is_not_there_fails_the_container(batch, aws):
    told = {"image": "example.com/missing", "command": ["/no/such/file"]}
    control(aws.endpoint, "POST", "/batch/images", told)

    job = batch.ended(batch.submit(batch.definition("example.com/missing")))

    assert job["status"] == "FAILED"
    assert job["container"]["reason"].startswith("CannotStartContainerError: ")


@pytest.mark.parametrize("which", ["executionRoleArn", "jobRoleArn"])
def test_a_role_that_does_not_trust_tasks_starts_nothing(batch, client, which):
    trust = json.loads(json.dumps(TASKS).replace("ecs-tasks", "batch"))
    definition = batch.definition(
        batch.image("exit 0"), **{which: role(client, "closed", trust=trust)}
    )

    job = batch.ended(batch.submit(definition))

    assert job["statusReason"].startswith("ECS was unable to assume the role ")


def test_a_log_group_that_is_not_there_starts_nothing(batch):
    options = {"awslogs-group": "jobs:none"}
    definition = batch.definition(
        batch.image("exit 0"), logConfiguration={"logDriver": "awslogs", "options": options}
    )

    job = batch.ended(batch.submit(definition))

    assert job["statusReason"].startswith("ResourceInitializationError: ")
    assert "The specified log group does not exist" in job["statusReason"]


def test_an_execution_role_that_may_not_log_starts_nothing(batch, client):
    definition = batch.definition(batch.image("exit 0"), executionRoleArn=role(client, "mute"))

    job = batch.ended(batch.submit(definition))

    assert "not authorized to perform: logs:CreateLogStream" in job["statusReason"]


def test_a_private_image_needs_an_execution_role_that_may_pull(batch, client, account_id):
    reference = f"{account_id}.dkr.ecr.eu-west-1.amazonaws.com/audit:1"
    repository = f"arn:aws:ecr:eu-west-1:{account_id}:repository/audit"
    pull = {
        "Effect": "Allow",
        "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        "Resource": repository,
    }
    token = {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
    batch.image("exit 0", reference=reference)
    roles = {
        "full": role(client, "full", LOGS, token, pull),
        "tokenless": role(client, "tokenless", LOGS, pull),
        "blind": role(client, "blind", LOGS, token),
    }

    jobs = {
        name: batch.ended(batch.submit(batch.definition(reference, executionRoleArn=arn)))
        for name, arn in roles.items()
    }

    assert jobs["full"]["status"] == "SUCCEEDED"
    assert "ecr:GetAuthorizationToken" in jobs["tokenless"]["statusReason"]
    assert jobs["blind"]["statusReason"].startswith("CannotPullContainerError: ")


@pytest.mark.parametrize(
    ("public", "address", "why"),
    [(False, "ENABLED", "has no route"), (True, "DISABLED", "has no public IP address")],
)
def test_a_task_without_a_way_out_starts_nothing(client, aws, public, address, why):
    batch = Batch(client, aws.endpoint, public=public)
    definition = batch.definition(
        batch.image("exit 0"), networkConfiguration={"assignPublicIp": address}
    )

    job = batch.ended(batch.submit(definition))

    assert job["statusReason"].startswith("ResourceInitializationError: ")
    assert why in job["statusReason"]


def test_overrides_that_are_too_long_for_a_task_fail_the_job(batch):
    long = [{"name": "LONG", "value": "x" * 8200}]

    job = batch.run("exit 0", containerOverrides={"environment": long})

    assert job["statusReason"] == "Container Overrides length must be at most 8192"
