"""Calls are judged by AWS's Service Authorization Reference.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import json
from types import SimpleNamespace

import policies_of_templates
import pytest
import yaml
from botocore import xform_name
from botocore.exceptions import ClientError
from embedded_aws import install, policy
from embedded_aws.authorization import parameters, reference, registry
from embedded_aws.policy_conditions import as_list
from test_authorization import denied

install.install()
REGION = "eu-west-1"
ACTIONS = sorted({one for one in policies_of_templates.actions() if "*" not in one})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


# Four actions have no resource type, whatever their parameters name: the first two of an
# organization's administrator that a real refusal named are of awsdocs/iam-user-guide#218.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
WITHOUT_TYPES = {
    "CreateMembers": {"AccountDetails": [{"AccountId": "111111111111", "Email": "a@example.com"}]},
    "ListMembers": {},
    "DescribeOrganizationConfiguration": {},
    "UpdateOrganizationConfiguration": {"AutoEnableOrganizationMembers": "NONE"},
}


def method_of(client, action):
    return getattr(client, xform_name(action))


@pytest.mark.parametrize("action", WITHOUT_TYPES)
def test_an_action_without_resource_types_is_not_allowed_on_a_detector(
    client, as_function, account_id, action
):
    detector = client("guardduty").create_detector(Enable=True)["DetectorId"]
    narrow = f"arn:aws:guardduty:{REGION}:{account_id}:detector/*"
    guardduty = as_function("guardduty", allow(f"guardduty:{action}", narrow))

    code, message = denied(
        method_of(guardduty, action), DetectorId=detector, **WITHOUT_TYPES[action]
    )

    assert code == "AccessDeniedException"
    assert f"guardduty:{action} on resource: * " in message


@pytest.mark.parametrize("action", WITHOUT_TYPES)
def test_the_role_that_enrolls_members_may_make_every_call_of_its_function(
    client, as_function, account_id, action
):
    detector = client("guardduty").create_detector(Enable=True)["DetectorId"]
    role = policies_of_templates.statements(
        "guard-duty/organization/organization.yml",
        "Role",
        AWS__Partition="aws",
        AWS__AccountId=account_id,
        AWS__Region=REGION,
    )

    try:
        method_of(as_function("guardduty", *role), action)(
            DetectorId=detector, **WITHOUT_TYPES[action]
        )
    except ClientError as error:
        # The account administers no organization.
        assert error.response["Error"]["Code"] == "BadRequestException"


def test_an_action_without_resource_types_is_allowed_on_any_resource(client, as_function):
    detector = client("guardduty").create_detector(Enable=True)["DetectorId"]
    guardduty = as_function("guardduty", allow("guardduty:ListMembers"))

    assert guardduty.list_members(DetectorId=detector)["Members"] == []


@pytest.mark.parametrize("action", ["GetDetector", "UpdateDetector"])
def test_an_action_on_a_detector_is_judged_by_the_detectors_arn(
    client, as_function, account_id, action
):
    detector = client("guardduty").create_detector(Enable=True)["DetectorId"]
    own = f"arn:aws:guardduty:{REGION}:{account_id}:detector"
    guardduty = as_function("guardduty", allow(f"guardduty:{action}", f"{own}/{detector}"))

    method_of(guardduty, action)(DetectorId=detector)

    code, message = denied(method_of(guardduty, action), DetectorId="other")
    assert code == "AccessDeniedException"
    assert f"{own}/other" in message


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_of_a_role_is_in_the_reference(name):
    assert reference.action(name) is not None


@pytest.fixture
def extracting():
    """``extracting(action, *arns)``: what a call is judged on whose extractor finds these ARNs."""
    made = []

    def judged_on(action, *arns):
        made.append(action)
        registry.resources_of(action)(lambda call: arns)
        return registry.resources(SimpleNamespace(action=action, service=action.split(":")[0]))

    kept = dict(registry._resources)
    yield judged_on
    registry._resources.clear()
    registry._resources.update(kept)


@pytest.mark.parametrize("name", ACTIONS)
def test_an_arn_of_another_type_admits_nothing(extracting, name):
    # No action of AWS takes both a hosted zone and a queue of another partition's ARN.
    foreign = "arn:aws:route53:::hostedzone/Z1"
    document = {"Statement": [allow(name, "arn:aws:route53:*:*:hostedzone/*")]}

    [resource] = extracting(name, foreign)

    assert resource == registry.ANY
    assert policy.evaluate([document], policy.Request(name, resource)) == "none"


@pytest.mark.parametrize("name", [n for n in ACTIONS if not reference.action(n).types])
def test_an_action_without_types_never_has_an_arn(extracting, name):
    everywhere = ["arn:aws:*", "arn:*:*:*:*:*", "arn:aws:guardduty:*:*:detector/*"]
    documents = [{"Statement": [allow(name, everywhere)]}]

    resources = extracting(name, "arn:aws:guardduty:eu-west-1:111111111111:detector/1")

    assert resources == ("*",)
    assert policy.evaluate(documents, policy.Request(name, "*")) == "none"
    assert policy.evaluate([{"Statement": [allow(name)]}], policy.Request(name, "*")) == "allow"


def test_a_resource_that_the_request_does_not_tell_is_admitted_by_any_alone(as_function):
    one = "arn:aws:config:*:*:configuration-recorder/*"
    action = "config:DescribeConfigurationRecorderStatus"

    code, message = denied(
        as_function("config", allow(action, one)).describe_configuration_recorder_status
    )

    assert code == "AccessDeniedException"
    assert "on resource: * " in message


def denied_by_arn():
    """The actions that service control policies deny on ARNs."""
    policies = yaml.safe_load(
        (policies_of_templates.ROOT / "organization-policies.yml").read_text(encoding="utf-8")
    )
    for one in policies.values():
        for statement in one["Properties"]["PolicyDocument"]["Statement"]:
            if "*" not in as_list(statement["Resource"]):
                yield from as_list(statement["Action"])


#: Newer than the edition of the reference that is installed.
NEWER = {"lambda:DeleteResourcePolicy", "lambda:PutResourcePolicy"}


def test_what_is_newer_than_the_reference_is_not_in_it():
    assert [name for name in NEWER if reference.action(name)] == []


@pytest.mark.parametrize("name", sorted(set(denied_by_arn()) - NEWER))
def test_the_resource_of_what_is_denied_by_arn_is_told(name):
    service = name.split(":")[0]
    told = (service, name)

    # S3 finds bucket and object of each request by itself. iam:PassRole is asked for with a role.
    assert (
        service == "s3"
        or name == "iam:PassRole"
        or set(told) & set(registry._resources)
        or {one.name for one in reference.action(name).types} & set(parameters.TABLE[service])
    )


#: The ARN that AWS documents for the resource of a call.
NAMED = [
    ("sqs", "get_queue_attributes", {"QueueUrl": "http://sqs/{a}/q"}, "sqs:{r}:{a}:q"),
    ("sns", "create_topic", {"Name": "t"}, "sns:{r}:{a}:t"),
    ("dynamodb", "describe_table", {"TableName": "t"}, "dynamodb:{r}:{a}:table/t"),
    ("lambda", "get_function", {"FunctionName": "x"}, "lambda:{r}:{a}:function:x"),
    ("ssm", "get_parameter", {"Name": "/p/q"}, "ssm:{r}:{a}:parameter/p/q"),
    ("iam", "get_user", {"UserName": "u"}, "iam::{a}:user/u"),
    ("events", "describe_rule", {"Name": "n"}, "events:{r}:{a}:rule/n"),
    (
        "events",
        "describe_rule",
        {"Name": "n", "EventBusName": "b"},
        "events:{r}:{a}:rule/b/n",
    ),
    ("events", "describe_event_bus", {"Name": "b"}, "events:{r}:{a}:event-bus/b"),
    ("athena", "get_work_group", {"WorkGroup": "w"}, "athena:{r}:{a}:workgroup/w"),
    ("cloudtrail", "stop_logging", {"Name": "t"}, "cloudtrail:{r}:{a}:trail/t"),
    ("ec2", "delete_vpc", {"VpcId": "vpc-1"}, "ec2:{r}:{a}:vpc/vpc-1"),
    ("ec2", "delete_flow_logs", {"FlowLogIds": ["fl-1"]}, "ec2:{r}:{a}:vpc-flow-log/fl-1"),
    ("ecr", "delete_repository", {"repositoryName": "nn"}, "ecr:{r}:{a}:repository/nn"),
    (
        "guardduty",
        "get_filter",
        {"DetectorId": "d", "FilterName": "f"},
        "guardduty:{r}:{a}:detector/d/filter/f",
    ),
]


@pytest.mark.parametrize(("service", "method", "arguments", "tail"), NAMED)
def test_a_call_is_judged_by_the_arn_of_the_reference(
    as_function, account_id, service, method, arguments, tail
):
    text = json.dumps(arguments).replace("{a}", account_id)
    arn = "arn:aws:" + tail.format(r=REGION, a=account_id)

    _, message = denied(getattr(as_function(service), method), **json.loads(text))

    assert f" on resource: {arn} because" in message
