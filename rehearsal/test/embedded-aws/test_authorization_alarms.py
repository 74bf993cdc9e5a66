"""A list of alarms is authorized for all alarms of the account and region."""

from test_authorization import denied

REGION = "eu-west-1"


def allow(resource):
    return {"Effect": "Allow", "Action": "cloudwatch:DescribeAlarms", "Resource": resource}


def test_a_list_of_alarms_needs_all_alarms(client, as_function, account_id):
    alarms = f"arn:aws:cloudwatch:{REGION}:{account_id}:alarm"
    narrow = as_function("cloudwatch", allow(f"{alarms}:mine-*"))

    code, message = denied(narrow.describe_alarms, AlarmNamePrefix="mine-")

    assert code == "AccessDenied"
    assert f"on resource: {alarms}:*" in message


def test_a_role_with_all_alarms_of_the_account_lists_them(client, as_function, account_id):
    own = as_function("cloudwatch", allow(f"arn:aws:cloudwatch:*:{account_id}:alarm:*"))

    assert own.describe_alarms(AlarmNamePrefix="mine-")["MetricAlarms"] == []
