"""Errors of functions are metric data, which alarms follow."""

from functions import eventually, function

FAILING = "exports.handler = async () => { throw new Error('always'); };"


def alarm_on(cloudwatch, name):
    cloudwatch.put_metric_alarm(
        AlarmName="errors",
        Namespace="AWS/Lambda",
        MetricName="Errors",
        Dimensions=[{"Name": "FunctionName", "Value": name}],
        Statistic="Sum",
        Period=300,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
    )


def state(cloudwatch):
    return cloudwatch.describe_alarms(AlarmNames=["errors"])["MetricAlarms"][0]["StateValue"]


def test_an_alarm_follows_the_errors_of_a_function(client, node):
    cloudwatch = client("cloudwatch")
    function(client, FAILING)
    alarm_on(cloudwatch, "f")

    client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload="{}")

    assert eventually(lambda: state(cloudwatch) == "ALARM")


def test_an_invocation_that_succeeds_is_no_error(client, node):
    cloudwatch = client("cloudwatch")
    function(client, "exports.handler = async () => 'done';")
    alarm_on(cloudwatch, "f")

    client("lambda").invoke(FunctionName="f", Payload="{}")

    assert state(cloudwatch) == "OK"
