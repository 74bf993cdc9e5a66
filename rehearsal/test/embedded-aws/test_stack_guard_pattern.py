"""Which events the rule of trail-alarms that guards its stacks matches."""

from pathlib import Path

import pytest
import yaml
from embedded_aws.services.events import pattern

TEMPLATE = Path(__file__).parents[3] / "templates/trail-alarms/alerts.yml"
OURS = "ofn-audit-trail-alarms"
ARN = f"arn:aws:cloudformation:us-east-1:111111111111:stack/{OURS}/1"


class Loader(yaml.SafeLoader):
    """Functions of CloudFormation are their arguments; of names, only the prefix matters here."""


def argument(loader, _suffix, node):
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node).replace("${resourcePrefix}", "ofn-audit")
    return loader.construct_sequence(node, deep=True)


Loader.add_multi_constructor("!", argument)
RULE = yaml.load(TEMPLATE.read_text(encoding="utf-8"), Loader)["Resources"]["StackGuardRule"]


def is_matched(name, parameters):
    detail = {
        "eventSource": "cloudformation.amazonaws.com",
        "eventName": name,
        "requestParameters": parameters,
    }
    return pattern.matches(
        RULE["Properties"]["EventPattern"],
        {
            "source": "aws.cloudformation",
            "detail-type": "AWS API Call via CloudTrail",
            "detail": detail,
        },
    )


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("DeleteStack", {"stackName": OURS}),
        ("DeleteStack", {"stackName": ARN}),
        ("DeleteStack", {"stackName": "ofn-audit-trail-alarm-alerts"}),
        (
            "UpdateTerminationProtection",
            {"stackName": OURS, "enableTerminationProtection": False},
        ),
    ],
)
def test_it_matches_what_removes_the_alarms(name, parameters):
    assert is_matched(name, parameters)


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("DeleteStack", {"stackName": "ofn-audit-flow-logs"}),
        ("UpdateStack", {"stackName": OURS}),
        # A deployment protects a new stack, and CloudTrail may not record the parameters.
        ("UpdateTerminationProtection", None),
        (
            "UpdateTerminationProtection",
            {"stackName": OURS, "enableTerminationProtection": True},
        ),
        (
            "UpdateTerminationProtection",
            {"stackName": "billing", "enableTerminationProtection": False},
        ),
    ],
)
def test_it_leaves_out_deployments_and_other_stacks(name, parameters):
    assert not is_matched(name, parameters)
