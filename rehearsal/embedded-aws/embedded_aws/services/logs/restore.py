"""Log groups, resource policies and alarms that a snapshot knows by their names."""

import json

from embedded_aws.restoring.parts import by_call

_SERVICE = {"Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}}
_STATEMENT = {**_SERVICE, "Action": "logs:PutLogEvents", "Resource": "*"}
_POLICY = json.dumps({"Version": "2012-10-17", "Statement": [_STATEMENT]})

NAMED = {
    "AWS::Logs::LogGroup": by_call(
        "logs", lambda logs, name: logs.create_log_group(logGroupName=name)
    ),
    "AWS::Logs::ResourcePolicy": by_call(
        "logs",
        lambda logs, name: logs.put_resource_policy(policyName=name, policyDocument=_POLICY),
    ),
    "AWS::CloudWatch::Alarm": by_call(
        "cloudwatch",
        lambda cloudwatch, name: cloudwatch.put_metric_alarm(
            AlarmName=name,
            Namespace="Restored",
            MetricName=name,
            Statistic="Sum",
            Period=300,
            EvaluationPeriods=1,
            Threshold=1,
            ComparisonOperator="GreaterThanThreshold",
        ),
    ),
}
