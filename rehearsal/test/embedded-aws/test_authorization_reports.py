"""What a function needs that drives one stack set of another account, and queues."""

import json

import boto3
import pytest
from embedded_aws.lookup import functions as permissions
from embedded_aws.services.awslambda import credentials
from functions import function, role
from organizations_under_test import REGION, Organization, code_of, error_of
from test_cloudformation_stack_set_operations import Set
from test_cloudformation_stack_sets import BODY

READING = (
    "DescribeStackSet",
    "DescribeStackSetOperation",
    "ListStackInstances",
    "ListStackSetOperationResults",
    "ListStackSetOperations",
)


class Harvester:
    """A function of a member and the role that it assumes in the management account."""

    def __init__(self, aws, *statements):
        self.sets = Set(aws)
        self.organization: Organization = self.sets.organization
        self.security = self.sets.members[0]
        self.role_arn = self.organization.role_arn(self.organization.management, "harvester")
        self._make_role(statements)
        self.keys = self._session()

    def _make_role(self, statements):
        iam = self.organization.client("iam")
        trust = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{self.security}:root"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {
                    "sts:ExternalId": "reports",
                    "aws:PrincipalOrgID": self.organization.id,
                },
                "ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{self.security}:role/f"},
            },
        }
        iam.create_role(RoleName="harvester", AssumeRolePolicyDocument=document(trust))
        iam.put_role_policy(
            RoleName="harvester", PolicyName="own", PolicyDocument=document(*statements)
        )

    def _session(self):
        def client(service):
            return self.organization.client(service, self.security)

        may = {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Resource": self.role_arn,
            "Condition": {"StringEquals": {"sts:ExternalId": "reports"}},
        }
        arn = function(client, "", Role=role(client, "f", may))
        return credentials.environment(permissions.find(arn))

    def assume(self, **options):
        sts = boto3.client(
            "sts",
            region_name=REGION,
            endpoint_url=self.organization.endpoint,
            aws_access_key_id=self.keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.keys["AWS_SECRET_ACCESS_KEY"],
            aws_session_token=self.keys["AWS_SESSION_TOKEN"],
        )
        return sts.assume_role(RoleArn=self.role_arn, RoleSessionName="harvest", **options)

    def client(self, service):
        session = self.assume(ExternalId="reports")
        keys = self.organization.keys(session["Credentials"])
        return self.organization.client(service, keys=keys)


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


DRIVING = ("CreateStackInstances", "UpdateStackInstances", "DeleteStackInstances")
TYPES = "arn:aws:cloudformation:*:*:type/resource"


def on_set(name, *actions, region=REGION, more=()):
    return {
        "Effect": "Allow",
        "Action": [f"cloudformation:{action}" for action in actions],
        "Resource": [f"arn:aws:cloudformation:{region}:*:stackset/{name}:*", *more],
    }


def test_a_role_that_wants_an_external_id_is_not_assumed_without_it(aws):
    harvester = Harvester(aws, on_set("set", "DescribeStackSet"))

    assert code_of(harvester.assume) == "AccessDenied"
    assert code_of(harvester.assume, ExternalId="other") == "AccessDenied"
    assert harvester.assume(ExternalId="reports")["Credentials"]


def test_a_role_assumes_roles_of_its_own_organization_only(aws):
    own, stranger = Organization(aws), Organization(aws)
    [member, security] = own.members
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    for organization, account in ((own, member), (stranger, stranger.members[0])):
        organization.client("iam", account).create_role(
            RoleName="open", AssumeRolePolicyDocument=document(trust)
        )
    may = {
        "Effect": "Allow",
        "Action": "sts:AssumeRole",
        "Resource": "arn:aws:iam::*:role/open",
        "Condition": {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}},
    }

    def client(service):
        return own.client(service, security)

    arn = function(client, "", Role=role(client, "f", may))
    keys = {
        name.lower(): value
        for name, value in credentials.environment(permissions.find(arn)).items()
    }
    sts = own.client("sts", keys=keys)
    named = {"RoleSessionName": "session"}

    assert sts.assume_role(RoleArn=own.role_arn(member, "open"), **named)["Credentials"]
    outside = stranger.role_arn(stranger.members[0], "open")
    assert code_of(sts.assume_role, RoleArn=outside, **named) == "AccessDenied"


def test_a_role_reads_and_drives_the_stack_set_that_its_policy_names(aws):
    # Targets and types are resources of these actions as well.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html
    places = [f"arn:aws:cloudformation:{REGION}:*:stackset-target/set:*", f"{TYPES}/*"]
    harvester = Harvester(aws, on_set("set", *READING), on_set("set", *DRIVING, more=places))
    sets, api = harvester.sets, harvester.client("cloudformation")
    where = sets.where(sets.members[1])

    operation = api.create_stack_instances(**where)["OperationId"]
    api.describe_stack_set_operation(StackSetName="set", OperationId=operation)
    api.list_stack_set_operation_results(StackSetName="set", OperationId=operation)
    api.list_stack_set_operations(StackSetName="set")
    api.describe_stack_set(StackSetName="set")

    assert len(api.list_stack_instances(StackSetName="set")["Summaries"]) == 1


def test_instances_need_permission_for_their_types(aws):
    places = [f"arn:aws:cloudformation:{REGION}:*:stackset-target/set:*", f"{TYPES}/AWS-X-Y"]
    harvester = Harvester(aws, on_set("set", *DRIVING, more=places))
    where = harvester.sets.where(harvester.sets.members[1])

    error = error_of(harvester.client("cloudformation").create_stack_instances, **where)

    assert error["Code"] == "AccessDenied"
    assert ":type/resource/AWS-" in error["Message"]


@pytest.mark.parametrize("action", READING)
def test_each_action_on_a_stack_set_needs_its_permission(aws, action):
    harvester = Harvester(aws, on_set("set", *[one for one in READING if one != action]))
    api = harvester.client("cloudformation")
    calls = {
        "DescribeStackSet": api.describe_stack_set,
        "DescribeStackSetOperation": api.describe_stack_set_operation,
        "ListStackInstances": api.list_stack_instances,
        "ListStackSetOperationResults": api.list_stack_set_operation_results,
        "ListStackSetOperations": api.list_stack_set_operations,
    }
    more = {"OperationId": "none"} if "Operation" in action and "Operations" not in action else {}

    error = error_of(calls[action], StackSetName="set", **more)

    assert error["Code"] == "AccessDenied"
    assert f":{harvester.organization.management}:stackset/set:" in error["Message"]


def test_another_stack_set_or_region_is_refused(aws):
    other = Harvester(aws, on_set("set", *READING))
    elsewhere = Harvester(aws, on_set("set", *READING, region="us-west-2"))
    other.organization.client("cloudformation").create_stack_set(
        StackSetName="other", TemplateBody=BODY
    )

    code = code_of(other.client("cloudformation").describe_stack_set, StackSetName="other")

    assert code == "AccessDenied"
    api = elsewhere.client("cloudformation")
    assert code_of(api.describe_stack_set, StackSetName="set") == "AccessDenied"


def test_a_role_lists_accounts_and_roots_if_it_may(aws):
    listing = {"Effect": "Allow", "Action": "organizations:ListAccounts", "Resource": "*"}
    harvester = Harvester(aws, listing)
    api = harvester.client("organizations")

    assert len(api.list_accounts()["Accounts"]) == 4
    assert code_of(api.list_roots) == "AccessDeniedException"


def describing(organization_id):
    return {
        "Effect": "Allow",
        "Action": "organizations:DescribeAccount",
        "Resource": f"arn:aws:organizations::*:account/{organization_id}/*",
    }


def test_a_role_describes_the_accounts_of_its_organization_if_it_may(aws):
    harvester = Harvester(aws, describing("o-*"))
    api = harvester.client("organizations")

    assert api.describe_account(AccountId=harvester.security)["Account"]["State"] == "ACTIVE"
    code = code_of(api.describe_account, AccountId="999999999999")
    assert code == "AccountNotFoundException"


def test_a_role_that_may_describe_other_accounts_describes_none(aws):
    harvester = Harvester(aws, describing("o-another000"))
    api = harvester.client("organizations")

    error = error_of(api.describe_account, AccountId=harvester.security)

    assert error["Code"] == "AccessDeniedException"
    assert f":account/{harvester.organization.id}/{harvester.security}" in error["Message"]


def test_a_queue_is_sent_to_and_changed_by_who_may(client, as_function, account_id):
    url = client("sqs").create_queue(QueueName="q")["QueueUrl"]
    send = {
        "Effect": "Allow",
        "Action": ["sqs:SendMessage", "sqs:ChangeMessageVisibility"],
        "Resource": f"arn:aws:sqs:{REGION}:{account_id}:q",
    }
    sqs = as_function("sqs", send)
    one = {"Id": "1", "MessageBody": "x"}

    sqs.send_message_batch(QueueUrl=url, Entries=[one])
    [message] = client("sqs").receive_message(QueueUrl=url)["Messages"]
    handle = {"ReceiptHandle": message["ReceiptHandle"]}
    sqs.change_message_visibility_batch(
        QueueUrl=url, Entries=[{"Id": "1", **handle, "VisibilityTimeout": 0}]
    )

    assert code_of(sqs.receive_message, QueueUrl=url) == "AccessDeniedException"
    assert code_of(sqs.delete_message, QueueUrl=url, **handle) == "AccessDeniedException"
