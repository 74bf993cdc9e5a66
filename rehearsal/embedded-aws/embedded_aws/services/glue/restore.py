"""Databases that a snapshot knows by their names."""

from embedded_aws.restoring.parts import by_call

NAMED = {
    "AWS::Glue::Database": by_call(
        "glue", lambda glue, name: glue.create_database(DatabaseInput={"Name": name})
    )
}
