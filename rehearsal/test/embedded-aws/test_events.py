"""EventBridge: what rules match, and what reaches their targets."""

import json

import pytest
from functions import function as make_function
from organizations_under_test import REGION, Organization, code_of, control

PATTERN = json.dumps({"source": ["app"]})
ENTRY = {"Source": "app", "DetailType": "Done", "Detail": json.dumps({"id": 7, "name": "x"})}


@pytest.fixture
def organization(aws):
    return Organization(aws)


def bus_arn(account, name="central"):
    return f"arn:aws:events:{REGION}:{account}:event-bus/{name}"


def admit(service, arn, action, **condition):
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": action,
        "Resource": arn,
        **({"Condition": condition} if condition else {}),
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_queue(client, name="events", service="events.amazonaws.com"):
    sqs = client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    if service:
        policy = admit(service, arn, "sqs:SendMessage")
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    return url, arn


def bodies(client, url):
    messages = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [m["Body"] for m in messages.get("Messages", [])]


def make_rule(client, *targets, pattern=PATTERN, bus="default", **options):
    events = client("events")
    arn = events.put_rule(Name="rule", EventPattern=pattern, EventBusName=bus, **options)["RuleArn"]
    listed = [{"Id": str(n), **target} for n, target in enumerate(targets)]
    events.put_targets(Rule="rule", EventBusName=bus, Targets=listed)
    return arn


def test_a_queue_that_admits_the_rule_gets_the_event(client, account_id):
    url, arn = make_queue(client)
    make_rule(client, {"Arn": arn})

    client("events").put_events(Entries=[ENTRY])
    [event] = map(json.loads, bodies(client, url))

    assert event["detail"] == {"id": 7, "name": "x"}
    assert event["account"] == account_id
    assert set(event) >= {"version", "id", "time", "region", "resources", "detail-type"}


def test_a_queue_that_does_not_admit_the_rule_gets_nothing(client):
    url, arn = make_queue(client, service=None)
    make_rule(client, {"Arn": arn})

    client("events").put_events(Entries=[ENTRY])

    assert bodies(client, url) == []


def test_a_rule_that_is_disabled_delivers_nothing(client):
    url, arn = make_queue(client)
    make_rule(client, {"Arn": arn}, State="DISABLED")

    client("events").put_events(Entries=[ENTRY])

    assert bodies(client, url) == []


def test_a_function_that_permits_the_rule_is_invoked(client, invoked):
    arn = make_function(client, "exports.handler = async () => {}")
    rule = make_rule(client, {"Arn": arn})
    client("lambda").add_permission(
        FunctionName=arn,
        StatementId="rule",
        Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com",
        SourceArn=rule,
    )

    client("events").put_events(Entries=[ENTRY])

    [(function, payload)] = invoked
    assert (function, payload["detail"]["id"]) == (arn, 7)


def test_a_function_that_does_not_permit_the_rule_is_a_failed_invocation(client, invoked):
    arn = make_function(client, "exports.handler = async () => {}")
    url, queue = make_queue(client, "dead-letters")
    make_rule(client, {"Arn": arn, "DeadLetterConfig": {"Arn": queue}})

    client("events").put_events(Entries=[ENTRY])
    metrics = client("cloudwatch").list_metrics(Namespace="AWS/Events")["Metrics"]

    assert invoked == []
    assert len(bodies(client, url)) == 1
    assert metrics[0]["MetricName"] == "FailedInvocations"


def test_a_topic_takes_what_its_policy_admits(client, aws):
    sns = client("sns")
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    make_rule(client, {"Arn": topic})
    events = client("events")

    events.put_events(Entries=[ENTRY])
    policy = admit("events.amazonaws.com", topic, "sns:Publish")
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    events.put_events(Entries=[{**ENTRY, "Detail": '{"second": true}'}])
    messages = control(aws.endpoint, "GET", f"/sns/messages?topicArn={topic}")["messages"]

    assert [json.loads(m["message"])["detail"] for m in messages] == [{"second": True}]


def test_nobody_speaks_as_aws(client):
    answer = client("events").put_events(Entries=[{**ENTRY, "Source": "aws.guardduty"}, ENTRY])

    assert answer["FailedEntryCount"] == 1
    assert answer["Entries"][0]["ErrorCode"] == "NotAuthorizedForSourceException"
    assert "EventId" in answer["Entries"][1]


def test_a_bus_of_another_account_needs_a_role(client, other_account_id):
    client("events").put_rule(Name="rule", EventPattern=PATTERN)
    targets = [{"Id": "1", "Arn": bus_arn(other_account_id)}]

    refusal = code_of(client("events").put_targets, Rule="rule", Targets=targets)

    assert refusal == "ValidationException"


def test_a_sixth_target_is_refused(client):
    client("events").put_rule(Name="rule", EventPattern=PATTERN)
    arn = f"arn:aws:sqs:{REGION}:111111111111:queue"
    targets = [{"Id": str(n), "Arn": arn} for n in range(6)]

    refusal = code_of(client("events").put_targets, Rule="rule", Targets=targets)

    assert refusal == "LimitExceededException"


class Forwarding:
    """A member that forwards to a bus of another, which has a queue behind it."""

    def __init__(self, organization, condition=None):
        self.organization = organization
        self.sender, self.receiver = organization.members
        self.bus = bus_arn(self.receiver)
        events = self.of(self.receiver)("events")
        events.create_event_bus(Name="central")
        statement = {
            "Sid": "AllowOrganization",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "events:PutEvents",
            "Resource": self.bus,
            "Condition": condition or {"StringEquals": {"aws:PrincipalOrgID": organization.id}},
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        events.put_permission(EventBusName="central", Policy=document)
        self.url, queue = make_queue(self.of(self.receiver))
        everything = json.dumps({"account": [{"prefix": ""}]})
        make_rule(self.of(self.receiver), {"Arn": queue}, pattern=everything, bus="central")

    def of(self, account):
        return lambda service: self.organization.client(service, account)

    def role(self, account, bus):
        iam = self.of(account)("iam")
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        arn = iam.create_role(
            RoleName="forward", AssumeRolePolicyDocument=json.dumps({"Statement": [trust]})
        )["Role"]["Arn"]
        allow = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": bus}
        document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        iam.put_role_policy(RoleName="forward", PolicyName="put", PolicyDocument=document)
        return arn

    def forward(self, allowed=None):
        target = {"Arn": self.bus, "RoleArn": self.role(self.sender, allowed or self.bus)}
        make_rule(self.of(self.sender), target)
        self.of(self.sender)("events").put_events(Entries=[ENTRY])

    def received(self):
        return [json.loads(b) for b in bodies(self.of(self.receiver), self.url)]


def test_an_event_reaches_a_bus_of_the_organization(organization):
    forwarding = Forwarding(organization)

    forwarding.forward()

    assert [e["account"] for e in forwarding.received()] == [forwarding.sender]


def test_a_bus_that_admits_another_organization_gets_nothing(organization):
    forwarding = Forwarding(organization, {"StringEquals": {"aws:PrincipalOrgID": "o-other"}})

    forwarding.forward()

    assert forwarding.received() == []


def test_a_role_that_may_not_put_events_on_the_bus_sends_nothing(organization):
    forwarding = Forwarding(organization)

    forwarding.forward(allowed=bus_arn(forwarding.receiver, "other"))

    assert forwarding.received() == []


def arn_like(forwarding, name):
    organization = forwarding.organization.id
    return {
        "StringEquals": {"aws:PrincipalOrgID": organization},
        "ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/{name}"},
    }


def put_directly(forwarding, source="mine"):
    """A role of the member that may do everything puts an event on the bus itself."""
    events = forwarding.of(forwarding.sender)("events")
    entry = {**ENTRY, "Source": source, "EventBusName": forwarding.bus}
    [answer] = events.put_events(Entries=[entry])["Entries"]
    return answer.get("ErrorCode")


def test_a_bus_admits_by_name_the_role_that_puts_events(organization):
    forwarding = Forwarding(organization)
    admit = forwarding.of(forwarding.receiver)("events").put_permission

    def only(name):
        statement = {
            "Sid": "AllowRole",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "events:PutEvents",
            "Resource": forwarding.bus,
            "Condition": arn_like(forwarding, name),
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        admit(EventBusName="central", Policy=document)

    only("forward")
    assert put_directly(forwarding) == "AccessDeniedException"
    only("OrganizationAccountAccessRole")
    assert put_directly(forwarding) is None
    assert put_directly(forwarding, "aws.signin") == "NotAuthorizedForSourceException"

    assert [e["source"] for e in forwarding.received()] == ["mine"]


@pytest.mark.parametrize(("name", "count"), [("forward", 1), ("other", 0)])
def test_a_bus_admits_by_name_the_role_of_a_rule(organization, name, count):
    condition = {"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/{name}"}}
    forwarding = Forwarding(organization, condition)

    forwarding.forward()

    assert len(forwarding.received()) == count


def test_an_event_is_forwarded_once_only(organization):
    forwarding = Forwarding(organization)
    first = organization.management
    relay = forwarding.sender
    events = forwarding.of(relay)("events")
    events.put_permission(
        StatementId="first", Action="events:PutEvents", Principal=first, EventBusName="default"
    )
    target = {"Arn": forwarding.bus, "RoleArn": forwarding.role(relay, forwarding.bus)}
    make_rule(forwarding.of(relay), target)
    near = bus_arn(relay, "default")
    hop = {"Arn": near, "RoleArn": forwarding.role(first, near)}
    make_rule(forwarding.of(first), hop)

    forwarding.of(first)("events").put_events(Entries=[ENTRY])
    relayed = forwarding.received()
    events.put_events(Entries=[ENTRY])

    assert relayed == []
    assert len(forwarding.received()) == 1


def emit(aws, account, detail, **changes):
    body = {
        "account": account,
        "region": REGION,
        "source": "aws.guardduty",
        "detailType": "GuardDuty Finding",
        "detail": detail,
        **changes,
    }
    return control(aws.endpoint, "POST", "/events", body)


def test_a_service_speaks_on_the_default_bus_only(client, aws, account_id):
    client("events").create_event_bus(Name="custom")
    url, arn = make_queue(client)
    finding = json.dumps({"source": ["aws.guardduty"]})
    make_rule(client, {"Arn": arn}, pattern=finding, bus="custom")
    make_rule(client, {"Arn": arn}, pattern=finding)

    answer = emit(aws, account_id, {"severity": 8})

    assert [d["outcome"] for d in answer["deliveries"]] == ["delivered"]
    assert [json.loads(b)["source"] for b in bodies(client, url)] == ["aws.guardduty"]


def test_what_cloudtrail_records_needs_a_trail(client, aws, account_id):
    answer = emit(aws, account_id, {}, detailType="AWS API Call via CloudTrail", source="aws.iam")

    assert answer["eventId"] is None
    assert "no trail" in answer["dropped"]


@pytest.mark.parametrize(
    ("state", "delivered"),
    [("ENABLED", 0), ("ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", 1)],
)
def test_a_read_only_event_matches_only_a_rule_for_all_of_them(
    client, aws, account_id, monkeypatch, state, delivered
):
    monkeypatch.setattr("embedded_aws.delivery.events._records", lambda account, region: True)
    _, arn = make_queue(client)
    make_rule(client, {"Arn": arn}, pattern='{"source": ["aws.sts"]}', State=state)
    changes = {"detailType": "AWS API Call via CloudTrail", "source": "aws.sts"}

    answer = emit(aws, account_id, {"eventName": "AssumeRole", "readOnly": True}, **changes)

    assert len(answer["deliveries"]) == delivered


def test_a_stack_keeps_every_property_of_a_rule(client, account_id):
    _, dead_letters = make_queue(client)
    target = {
        "Id": "queue",
        "Arn": dead_letters,
        "DeadLetterConfig": {"Arn": dead_letters},
        "RetryPolicy": {"MaximumRetryAttempts": 3},
        "InputTransformer": {"InputPathsMap": {"a": "$.account"}, "InputTemplate": '"<a>"'},
    }
    resources = {
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "central"}},
        "Admit": {
            "Type": "AWS::Events::EventBusPolicy",
            "Properties": {
                "EventBusName": {"Ref": "Bus"},
                "StatementId": "AllowOrganization",
                "Statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "events:PutEvents",
                    "Resource": {"Fn::GetAtt": ["Bus", "Arn"]},
                    "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-example"}},
                },
            },
        },
        "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "Name": "all",
                "EventBusName": {"Ref": "Bus"},
                "EventPattern": {"source": ["app"]},
                "State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
                "Targets": [target],
            },
        },
    }
    client("cloudformation").create_stack(
        StackName="rules", TemplateBody=json.dumps({"Resources": resources})
    )
    [stack] = client("cloudformation").describe_stacks(StackName="rules")["Stacks"]
    events = client("events")

    rule = events.describe_rule(Name="all", EventBusName="central")
    [kept] = events.list_targets_by_rule(Rule="all", EventBusName="central")["Targets"]
    policy = json.loads(events.describe_event_bus(Name="central")["Policy"])

    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert rule["State"] == "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    assert kept == target
    assert policy["Statement"][0]["Sid"] == "AllowOrganization"
