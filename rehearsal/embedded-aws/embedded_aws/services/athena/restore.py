"""Workgroups that a snapshot knows by their names."""

from embedded_aws.restoring.parts import by_call

NAMED = {
    "AWS::Athena::WorkGroup": by_call(
        "athena", lambda athena, name: athena.create_work_group(Name=name, Configuration={})
    )
}
