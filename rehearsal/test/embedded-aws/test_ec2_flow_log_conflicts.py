"""Flow logs beside others of the same VPC.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (FlowLogAlreadyExists)
"""

import pytest
from embedded_aws.beliefs import belief
from organizations_under_test import error_of

ROW = "ec2-one-flow-log-to-a-destination"


def create(ec2, vpcs, **changes):
    given = {"TrafficType": "ALL", "LogGroupName": "flow-logs", **changes}
    return ec2.create_flow_logs(
        ResourceType="VPC",
        ResourceIds=vpcs,
        DeliverLogsPermissionArn="arn:aws:iam::111111111111:role/delivery",
        **given,
    )


@pytest.fixture
def vpcs(client):
    ec2 = client("ec2")
    return [ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16")["Vpc"]["VpcId"] for number in range(3)]


@pytest.fixture
def otherwise():
    belief(ROW).holds = False
    yield
    belief(ROW).holds = True


def logged(ec2):
    return sorted(one["ResourceId"] for one in ec2.describe_flow_logs()["FlowLogs"])


CHANGES = [
    {"TrafficType": "REJECT"},
    {"MaxAggregationInterval": 60},
    {"LogFormat": "${version} ${action}"},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_a_destination_takes_one_flow_log_of_a_vpc(client, vpcs, changes):
    ec2 = client("ec2")
    create(ec2, vpcs[:1])

    error = error_of(lambda: create(ec2, vpcs[:1], **changes))

    assert error["Code"] == "FlowLogAlreadyExists"


@pytest.mark.parametrize("changes", CHANGES)
def test_it_takes_others_if_aws_does_the_opposite(client, vpcs, otherwise, changes):
    ec2 = client("ec2")
    create(ec2, vpcs[:1])

    made = create(ec2, vpcs[:1], **changes)
    again = error_of(lambda: create(ec2, vpcs[:1], **changes))

    assert len(made["FlowLogIds"]) == 1
    assert logged(ec2) == vpcs[:1] * 2
    assert again["Code"] == "FlowLogAlreadyExists"


def test_a_call_that_is_refused_for_one_vpc_creates_none(client, vpcs):
    ec2 = client("ec2")
    create(ec2, vpcs[2:])

    exists = error_of(lambda: create(ec2, vpcs))
    gone = error_of(lambda: create(ec2, [*vpcs[:2], "vpc-0123456789abcdef0"]))

    assert exists["Code"] == "FlowLogAlreadyExists"
    assert gone["Code"] == "InvalidVpcID.NotFound"
    assert logged(ec2) == vpcs[2:]
