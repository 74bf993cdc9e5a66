"""Projects whose builds push an image, and what keeps a build from it."""

import io
import json
import zipfile

import boto3
import pytest
from functions import eventually
from organizations_under_test import code_of, control, error_of
from stacks import create, history, reason, template, update

LOGS = {"Effect": "Allow", "Action": "logs:*", "Resource": "arn:aws:logs:*:*:log-group:build:*"}
SOURCE = {
    "Effect": "Allow",
    "Action": ["s3:GetObject", "s3:GetObjectVersion"],
    "Resource": "arn:aws:s3:::*/source.zip",
}
TOKEN = {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
MANIFEST = {"Effect": "Allow", "Action": "ecr:BatchGetImage", "Resource": "*"}
LAYER = {"Effect": "Allow", "Action": "ecr:GetDownloadUrlForLayer", "Resource": "*"}
PUSH = {
    "Effect": "Allow",
    "Action": [
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    ],
    "Resource": "arn:aws:ecr:*:*:repository/images",
}
SPEC = """
version: 0.2
phases:
  build:
    commands:
      - docker build --file container/Dockerfile --tag "$IMAGE" .
      - docker push "$IMAGE"
"""
CHECKED = SPEC.replace("- docker build", '- docker manifest inspect "$IMAGE" || docker build')
FILES = {"container/Dockerfile": "FROM node\nCOPY job.js /job.js\n", "job.js": "1"}


class CodeBuild:
    """A source, a repository, a log group, and a project of a role."""

    def __init__(self, client, endpoint, account_id):
        self.client, self.endpoint, self.account_id = client, endpoint, account_id
        self.api, self.bucket = client("codebuild"), f"source-{account_id}"
        self.image = f"{account_id}.dkr.ecr.eu-west-1.amazonaws.com/images:1"
        client("logs").create_log_group(logGroupName="build")
        client("ecr").create_repository(repositoryName="images", imageTagMutability="IMMUTABLE")
        client("s3").create_bucket(
            Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        self.upload(FILES)

    def upload(self, files):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, text in files.items():
                archive.writestr(name, text)
        body = buffer.getvalue()
        self.client("s3").put_object(Bucket=self.bucket, Key="source.zip", Body=body)

    def role(self, *statements, condition=None, service="codebuild", name="build"):
        iam = self.client("iam")
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": f"{service}.amazonaws.com"},
            "Action": "sts:AssumeRole",
            **({"Condition": condition} if condition else {}),
        }
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"][
            "Arn"
        ]
        if statements:
            iam.put_role_policy(
                RoleName=name, PolicyName="own", PolicyDocument=document(*statements)
            )
        return arn

    def properties(self, role, spec=SPEC, privileged=True):
        variable = {"name": "IMAGE", "value": self.image, "type": "PLAINTEXT"}
        return {
            "name": "images",
            "source": {"type": "S3", "location": f"{self.bucket}/source.zip", "buildspec": spec},
            "artifacts": {"type": "NO_ARTIFACTS"},
            "environment": {
                "type": "LINUX_CONTAINER",
                "computeType": "BUILD_GENERAL1_SMALL",
                "image": "aws/codebuild/amazonlinux-x86_64-standard:5.0",
                "privilegedMode": privileged,
                "environmentVariables": [variable],
            },
            "serviceRole": role,
            "logsConfig": {"cloudWatchLogs": {"status": "ENABLED", "groupName": "build"}},
        }

    def project(self, *statements, **options):
        role = self.role(*(statements or (LOGS, SOURCE, TOKEN, PUSH)))
        return self.api.create_project(**self.properties(role, **options))["project"]

    def ended(self, build_id):
        def look():
            [build] = self.api.batch_get_builds(ids=[build_id])["builds"]
            return build if build["buildComplete"] else None

        return eventually(look)

    def build(self, **options):
        return self.ended(self.api.start_build(projectName="images", **options)["build"]["id"])

    def tags(self):
        found = self.client("ecr").list_images(repositoryName="images")["imageIds"]
        return [one["imageTag"] for one in found]

    def failure(self, build):
        [failed] = [one for one in build["phases"] if one.get("phaseStatus") == "FAILED"]
        [context] = failed["contexts"]
        return failed["phaseType"], context["statusCode"], context["message"]


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture
def codebuild(client, aws, account_id):
    return CodeBuild(client, aws.endpoint, account_id)


def test_a_build_pushes_its_image(codebuild):
    codebuild.project()

    build = codebuild.build()

    assert (build["buildStatus"], build["currentPhase"]) == ("SUCCEEDED", "COMPLETED")
    assert build["source"]["location"] == f"{codebuild.bucket}/source.zip"
    assert codebuild.tags() == ["1"]


def test_builds_of_a_project_are_listed_the_newest_first(codebuild):
    codebuild.project()
    ids = [codebuild.build()["id"] for _ in range(2)]

    assert codebuild.api.list_builds_for_project(projectName="images")["ids"] == ids[::-1]
    found = codebuild.api.batch_get_builds(ids=[*ids, "images:none"])
    assert [one["id"] for one in found["builds"]] == ids
    assert found["buildsNotFound"] == ["images:none"]
    assert code_of(codebuild.api.batch_get_builds, ids=["none"]) == "InvalidInputException"


def test_a_token_is_one_build(codebuild):
    codebuild.project()

    builds = [
        codebuild.api.start_build(projectName="images", idempotencyToken=token)["build"]["id"]
        for token in ("a", "a", "b")
    ]

    assert builds[0] == builds[1]
    assert builds[0] != builds[2]


def test_a_tag_that_does_not_move_is_not_pushed_twice(codebuild):
    codebuild.project()
    codebuild.build()
    codebuild.upload({**FILES, "job.js": "2"})

    build = codebuild.build()

    assert codebuild.failure(build)[:2] == ("BUILD", "COMMAND_EXECUTION_ERROR")
    assert "docker push" in codebuild.failure(build)[2]


def test_a_build_that_looks_first_pushes_nothing_twice(codebuild):
    codebuild.project(LOGS, SOURCE, TOKEN, PUSH, MANIFEST, LAYER, spec=CHECKED)
    codebuild.build()
    codebuild.upload({**FILES, "job.js": "2"})

    assert codebuild.build()["buildStatus"] == "SUCCEEDED"


@pytest.mark.parametrize("allowed", [MANIFEST, LAYER])
def test_a_build_that_may_not_look_finds_no_image(codebuild, allowed):
    codebuild.project(LOGS, SOURCE, TOKEN, PUSH, allowed, spec=CHECKED)
    codebuild.build()
    codebuild.upload({**FILES, "job.js": "2"})

    assert "docker push" in codebuild.failure(codebuild.build())[2]


@pytest.mark.parametrize(
    ("left", "phase", "code"),
    [
        (LOGS, "SUBMITTED", "ACCESS_DENIED"),
        (SOURCE, "DOWNLOAD_SOURCE", "CLIENT_ERROR"),
        (TOKEN, "BUILD", "COMMAND_EXECUTION_ERROR"),
        (PUSH, "BUILD", "COMMAND_EXECUTION_ERROR"),
    ],
)
def test_a_build_fails_without_each_permission(codebuild, left, phase, code):
    codebuild.project(*[one for one in (LOGS, SOURCE, TOKEN, PUSH) if one is not left])

    build = codebuild.build()

    assert build["buildStatus"] == "FAILED"
    assert codebuild.failure(build)[:2] == (phase, code)
    assert codebuild.tags() == []


def test_docker_needs_privileged_mode(codebuild):
    codebuild.project(privileged=False)

    assert codebuild.failure(codebuild.build())[0] == "BUILD"


@pytest.mark.parametrize("missing", FILES)
def test_a_source_that_lacks_what_its_dockerfile_copies_is_not_built(codebuild, missing):
    codebuild.project()
    codebuild.upload({name: text for name, text in FILES.items() if name != missing})

    phase, _, message = codebuild.failure(codebuild.build())

    assert phase == "BUILD"
    assert "docker build --file container/Dockerfile" in message


def test_a_source_that_is_not_there_is_not_downloaded(codebuild, client):
    codebuild.project()
    client("s3").delete_object(Bucket=codebuild.bucket, Key="source.zip")

    assert codebuild.failure(codebuild.build())[0] == "DOWNLOAD_SOURCE"


def test_a_role_that_does_not_admit_the_project_is_refused(codebuild, account_id):
    own = f"arn:aws:codebuild:eu-west-1:{account_id}:project"
    other = codebuild.role(name="other", service="lambda")
    foreign = codebuild.role(
        name="foreign", condition={"StringEquals": {"aws:SourceArn": f"{own}/another"}}
    )
    admitting = codebuild.role(
        name="admitting", condition={"StringEquals": {"aws:SourceArn": f"{own}/images"}}
    )

    for role in (other, foreign, admitting.replace(account_id, "999999999999")):
        error = error_of(codebuild.api.create_project, **codebuild.properties(role))
        assert error["Code"] == "InvalidInputException"
    codebuild.api.create_project(**codebuild.properties(admitting))
    changed = codebuild.properties(other)
    assert code_of(codebuild.api.update_project, **changed) == "InvalidInputException"


@pytest.mark.parametrize(
    "override",
    [
        {"buildspecOverride": "version: 0.2"},
        {"sourceLocationOverride": "theirs/source.zip"},
        {"imageOverride": "theirs"},
        {"environmentVariablesOverride": [{"name": "IMAGE", "value": "theirs"}]},
        {"serviceRoleOverride": "arn:aws:iam::111111111111:role/theirs"},
    ],
)
def test_a_role_that_may_not_override_a_project_builds_it_as_it_is(codebuild, override):
    codebuild.project()
    keys = ("source.buildspec", "source.location", "environment", "serviceRole")
    start = {
        "Effect": "Allow",
        "Action": "codebuild:StartBuild",
        "Resource": codebuild.api.batch_get_projects(names=["images"])["projects"][0]["arn"],
        "Condition": {"Null": {f"codebuild:{key}": "true" for key in keys}},
    }
    arn = codebuild.role(start, name="starter", service="lambda")
    body = {"roleArn": arn, "service": "lambda.amazonaws.com"}
    session = control(codebuild.endpoint, "POST", "/sessions", body)
    api = boto3.client(
        "codebuild",
        region_name="eu-west-1",
        endpoint_url=codebuild.endpoint,
        aws_access_key_id=session["accessKeyId"],
        aws_secret_access_key=session["secretAccessKey"],
        aws_session_token=session["sessionToken"],
    )

    assert code_of(api.start_build, projectName="images", **override) == "AccessDeniedException"
    assert api.start_build(projectName="images")["build"]["projectName"] == "images"


def test_a_second_project_of_a_name_is_refused(codebuild):
    made = codebuild.project()

    again = codebuild.properties(made["serviceRole"])

    assert code_of(codebuild.api.create_project, **again) == "ResourceAlreadyExistsException"


def test_a_build_needs_a_project_that_is_there(codebuild):
    code = code_of(codebuild.api.start_build, projectName="none")

    assert code == "ResourceNotFoundException"


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "two words"},
        {"timeoutInMinutes": 2161},
        {"queuedTimeoutInMinutes": 481},
        {"source": {"type": "S3", "location": "bucket"}},
    ],
)
def test_a_malformed_project_is_refused(codebuild, changed):
    wanted = {**codebuild.properties(codebuild.role()), **changed}

    assert code_of(codebuild.api.create_project, **wanted) == "InvalidInputException"


def test_a_scenario_holds_builds_and_fails_them(codebuild):
    codebuild.project()
    told = {"accountId": codebuild.account_id, "region": "eu-west-1", "project": "images"}

    control(codebuild.endpoint, "POST", "/codebuild/builds", {**told, "hold": True})
    started = codebuild.api.start_build(projectName="images")["build"]["id"]
    [held] = codebuild.api.batch_get_builds(ids=[started])["builds"]
    control(codebuild.endpoint, "POST", "/codebuild/builds", {**told, "failure": "no network"})
    failed = codebuild.ended(started)
    control(codebuild.endpoint, "POST", "/codebuild/builds", told)

    assert held["buildStatus"] == "IN_PROGRESS"
    assert codebuild.failure(failed)[2].endswith("Reason: no network")
    assert codebuild.build()["buildStatus"] == "SUCCEEDED"


def test_eventbridge_hears_of_builds(codebuild, client):
    codebuild.project(LOGS)
    queue = client("sqs").create_queue(QueueName="heard")["QueueUrl"]
    arn = f"arn:aws:sqs:eu-west-1:{codebuild.account_id}:heard"
    allow = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": document(allow)})
    pattern = {"source": ["aws.codebuild"], "detail": {"build-status": ["FAILED"]}}
    client("events").put_rule(Name="failed", EventPattern=json.dumps(pattern))
    client("events").put_targets(Rule="failed", Targets=[{"Id": "1", "Arn": arn}])

    build = codebuild.build()

    [message] = eventually(lambda: client("sqs").receive_message(QueueUrl=queue).get("Messages"))
    detail = json.loads(message["Body"])["detail"]
    assert (detail["build-id"], detail["project-name"]) == (build["arn"], "images")
    phases = detail["additional-information"]["phases"]
    [failed] = [one for one in phases if one.get("phase-status") == "FAILED"]
    assert failed["phase-type"] == "DOWNLOAD_SOURCE"
    assert failed["phase-context"][0].startswith("CLIENT_ERROR: AccessDenied")


def test_a_stack_makes_a_project_and_changes_it(codebuild, cloudformation):
    role = codebuild.role(LOGS, SOURCE, TOKEN, PUSH)

    def body(minutes):
        properties = {
            "Name": "images",
            "ServiceRole": role,
            "TimeoutInMinutes": minutes,
            "Artifacts": {"Type": "NO_ARTIFACTS"},
            "Source": {
                "Type": "S3",
                "Location": f"{codebuild.bucket}/source.zip",
                "BuildSpec": SPEC,
            },
            "Environment": {
                "Type": "LINUX_CONTAINER",
                "ComputeType": "BUILD_GENERAL1_SMALL",
                "Image": "aws/codebuild/amazonlinux-x86_64-standard:5.0",
                "PrivilegedMode": True,
                "EnvironmentVariables": [{"Name": "IMAGE", "Value": codebuild.image}],
            },
            "LogsConfig": {"CloudWatchLogs": {"Status": "ENABLED", "GroupName": "build"}},
        }
        project = {"Project": {"Type": "AWS::CodeBuild::Project", "Properties": properties}}
        return template(project, Outputs={"Arn": {"Value": {"Fn::GetAtt": ["Project", "Arn"]}}})

    made = create(cloudformation, "images", body(30))
    assert made["StackStatus"] == "CREATE_COMPLETE", history(cloudformation, "images")
    assert made["Outputs"][0]["OutputValue"].endswith(":project/images")
    assert codebuild.build()["buildStatus"] == "SUCCEEDED"

    create(cloudformation, "again", body(30))
    assert "Project already exists" in reason(cloudformation, "again", "CREATE_FAILED")

    update(cloudformation, "images", body(40))
    [project] = codebuild.api.batch_get_projects(names=["images"])["projects"]
    assert project["timeoutInMinutes"] == 40

    cloudformation.delete_stack(StackName="images")
    assert codebuild.api.batch_get_projects(names=["images"])["projects"] == []
