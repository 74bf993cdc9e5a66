"""EventBridge: what targets are sent, and which inputs PutTargets rejects.

Verdicts are those that LocalStack recorded on AWS (https://github.com/localstack/localstack,
tests/aws/services/events/test_events_inputs.py and test_events.py), or those of
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from embedded_aws.services.events import transform
from test_events import ENTRY, REGION, bodies, make_queue, make_rule
from test_events_dead_letters import losses

RULE = SimpleNamespace(arn=f"arn:aws:events:{REGION}:1:rule/rule", name="rule")
EVENT = {
    "version": "0",
    "id": "7bf73129",
    "detail-type": "Done",
    "source": "app",
    "account": "111111111111",
    "time": "2026-11-29T03:00:00Z",
    "region": REGION,
    "resources": ["arn:aws:ec2:a", "arn:aws:ec2:b"],
    "detail": {
        "payload": {"acc_id": "0a787ecb-4015", "sf_id": "baz"},
        "one": ["HIGH"],
        "several": ["ACTIVE", "INACTIVE"],
        "valid": True,
        "count": 7,
        "said": '"yes"',
    },
}
PATHS = {
    "user": "$.detail.payload.acc_id",
    "payload": "$.detail.payload",
    "missing": "$.detail.nothing",
    "one": "$.detail.one",
    "several": "$.detail.several",
    "valid": "$.detail.valid",
    "count": "$.detail.count",
    "first": "$.resources[0]",
    "all": "$.resources[*]",
    "said": "$.detail.said",
    "brackets": "$['detail']",
}


def rendered(template, **more):
    transformer = {"InputPathsMap": {**PATHS, **more}, "InputTemplate": template}
    return transform.input_for({"InputTransformer": transformer}, EVENT, RULE)


# Recorded: test_input_transformer_nested_keys_replacement and
# test_put_events_with_input_transformer_input_template_string.
TEXTS = [
    ('"Payload of <payload>"', '"Payload of {acc_id:0a787ecb-4015,sf_id:baz}"'),
    ('"<one> and <several>"', '"[HIGH] and [ACTIVE,INACTIVE]"'),
    ('"Command is <valid>!"', '"Command is true!"'),
    ('"users/<user>/second/<user>"', '"users/0a787ecb-4015/second/0a787ecb-4015"'),
    ('"info from <missing>"', '"info from "'),
    ('"<one> single"\n"<user> user"', '"[HIGH] single"\n"0a787ecb-4015 user"'),
    ('"{[/Check <user>"', '"{[/Check 0a787ecb-4015"'),
    ('"<aws.events.rule-arn> <aws.events.rule-name>"', f'"{RULE.arn} rule"'),
]

# AWS's page, its example of escaped quotes, and "EventBridge doesn't escape values".
UNESCAPED = [
    ('"instance \\"<user>\\" is in"', '"instance \\"0a787ecb-4015\\" is in"'),
    ('"said <said>"', '"said "yes""'),
    ('"all <all>"', '"all [arn:aws:ec2:a,arn:aws:ec2:b]"'),
    ('"other syntax <brackets>"', '"other syntax "'),
]

# Recorded: the same tests with templates that are JSON; and the page's example of an array index.
DOCUMENTS = [
    (
        '{"path": "users/<user>", "body": <payload>}',
        {"path": "users/0a787ecb-4015", "body": EVENT["detail"]["payload"]},
    ),
    ('{"id" : <user>}', {"id": "0a787ecb-4015"}),
    ('{"ids": [<user>, "fixed"]}', {"ids": ["0a787ecb-4015", "fixed"]}),
    ('{"one": <one>}', {"one": ["HIGH"]}),
    ('{"missing": <missing>}', {"missing": ""}),
    ('{"count": <count>, "valid": <valid>}', {"count": 7, "valid": True}),
    ('{"first": <first>}', {"first": "arn:aws:ec2:a"}),
    ('{"event": <aws.events.event.json>}', {"event": EVENT}),
]


@pytest.mark.parametrize(("template", "text"), TEXTS + UNESCAPED)
def test_a_text_reads_as_on_aws(template, text):
    assert rendered(template) == text


@pytest.mark.parametrize(("template", "document"), DOCUMENTS)
def test_a_document_has_values_of_the_event(template, document):
    assert json.loads(rendered(template)) == document


def test_the_event_without_its_detail_has_the_names_that_aws_gives_it():
    """Recorded: test_input_transformer_predefined_variables."""
    found = json.loads(rendered('{"event": <aws.events.event>}'))["event"]

    expected = {k: v for k, v in EVENT.items() if k not in ("detail", "detail-type")}
    assert found == {**expected, "detailType": "Done"}


@pytest.mark.parametrize("template", ['{"payload": "<payload>"}', '{"one": "<one>"}'])
def test_an_object_within_a_string_of_a_document_is_not_delivered(
    client, aws, account_id, template
):
    """Recorded: test_input_transformer_nested_keys_replacement_not_valid."""
    url, arn = make_queue(client)
    paths = {"payload": "$.detail", "one": "$.detail"}
    transformer = {"InputPathsMap": paths, "InputTemplate": template}
    make_rule(client, {"Arn": arn, "InputTransformer": transformer})

    client("events").put_events(Entries=[ENTRY])

    assert bodies(client, url) == []
    assert losses(aws, account_id) == [("dropped", "INVALID_JSON")]


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ({"Input": '{"fixed": 1}'}, '{"fixed": 1}'),
        ({"InputPath": "$.detail.id"}, "7"),
        ({"InputPath": "$.detail"}, '{"id": 7, "name": "x"}'),
    ],
)
def test_a_target_gets_the_input_that_it_asks_for(client, target, sent):
    url, arn = make_queue(client)
    make_rule(client, {"Arn": arn, **target})

    client("events").put_events(Entries=[ENTRY])

    assert bodies(client, url) == [sent]


def transformed(template, paths=None):
    return {"InputTransformer": {"InputPathsMap": paths or {}, "InputTemplate": template}}


LOG_GROUP = f"arn:aws:logs:{REGION}:111111111111:log-group:/aws/events/x"
REFUSALS = [
    # Recorded: test_put_target_id_validation.
    (
        {"Id": "!@#$@!#$"},
        "1 validation error detected: Value '!@#$@!#$' at 'targets.1.member.id' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\.\-_A-Za-z0-9]+",
    ),
    ({"Id": "a" * 65}, "Member must have length less than or equal to 64"),
    # Recorded: test_put_event_input_path_and_input_transformer.
    (
        {"InputPath": "$.detail", **transformed('"x"')},
        "Only one of Input, InputPath, or InputTransformer must be provided for target 1.",
    ),
    ({"Input": "1", "InputPath": "$"}, "Only one of Input, InputPath, or InputTransformer must"),
    # Recorded: test_put_events_with_input_transformer_missing_keys.
    (
        transformed('"Event of <type>"'),
        "InputTemplate for target 1 contains invalid placeholder type.",
    ),
    # https://github.com/aws/aws-cli/issues/6711
    ({"Input": "env:dev"}, "JSON syntax error in input for target 1: "),
    # https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html
    (transformed('"x"', {"AWSName": "$.a"}), "has the key AWSName, which is not allowed"),
    (transformed('"x"', {"a.b": "$.a"}), "has the key a.b, which is not allowed"),
    (transformed('"x"', {f"k{n}": "$.a" for n in range(101)}), "less than or equal to 100"),
    (transformed("{<a>: 1}", {"a": "$.a"}), "is neither JSON nor text"),
    (transformed("<a> signed in", {"a": "$.a"}), "is neither JSON nor text"),
    # https://github.com/awsdocs/aws-cloudformation-user-guide/issues/1010
    (
        {"Arn": LOG_GROUP, **transformed('"Id = <a>"', {"a": "$.a"})},
        "Input for target 1 is not a valid JSON text.",
    ),
    # https://github.com/aws/aws-cdk/issues/19451
    ({"Arn": LOG_GROUP, **transformed('{"some": 1}')}, "must have timestamp and message alone"),
]


@pytest.mark.parametrize(("target", "reason"), REFUSALS)
def test_a_target_whose_input_is_none_is_refused(client, account_id, target, reason):
    client("events").put_rule(Name="rule", EventPattern='{"source": ["app"]}')
    arn = f"arn:aws:sqs:{REGION}:{account_id}:queue"

    with pytest.raises(ClientError) as refusal:
        client("events").put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": arn, **target}])

    error = refusal.value.response["Error"]
    assert error["Code"] == "ValidationException"
    assert reason in error["Message"]
