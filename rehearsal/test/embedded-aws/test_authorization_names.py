"""Operations of the API have IAM's names, as the Service Authorization Reference has them.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

import pytest
from botocore.session import Session
from embedded_aws.authorization import reference
from embedded_aws.authorization.names import _ACTIONS, name_of
from embedded_aws.services.s3 import authorization as s3
from embedded_aws.services.s3 import operations

#: Services that functions, jobs and scanners call.
SERVICES = (
    *("account", "athena", "batch", "budgets", "cloudformation", "cloudtrail", "config", "ec2"),
    *("ecr", "ecs", "efs", "elbv2", "events", "glue", "guardduty", "iam", "kms", "lambda", "logs"),
    *("organizations", "resourcegroupstaggingapi", "secretsmanager", "sns", "sqs", "ssm"),
    *("sso-admin", "stepfunctions", "sts", "s3control", "opensearch", "accessanalyzer"),
)


@pytest.mark.parametrize("service", SERVICES)
def test_operations_are_actions_of_the_reference(service):
    """Not the other way round: a newer SDK has operations that the reference does not know yet.

    Some actions are not operations: of S3 half are those of objects and buckets.
    """
    operations = Session().get_service_model(service).operation_names
    names = {name_of(service, one).lower() for one in operations}
    prefix = next(iter(names)).partition(":")[0]

    missed = [a.name for a in reference.actions(prefix) if a.name.lower() not in names]

    share = 0.55 if service == "s3control" else 0.4
    assert len(missed) <= share * len(reference.actions(prefix)), missed


def test_names_that_differ_are_actions_of_the_reference():
    assert [name for name in _ACTIONS.values() if reference.action(name) is None] == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "POST"])
@pytest.mark.parametrize("query", [*s3._OF_BUCKET, "", "versions", "uploads"])
def test_what_a_bucket_is_asked_is_an_action_of_the_reference(method, query):
    if (method, query) in IMPOSSIBLE:
        return
    name = s3.bucket_action(method, {query: [""]} if query else {})

    assert reference.action(f"s3:{name}") is not None, name


#: S3 has no such operation.
IMPOSSIBLE = {
    *((method, query) for method in ("PUT", "DELETE", "POST") for query in ("versions", "uploads")),
    *((method, "location") for method in ("PUT", "DELETE", "POST")),
    *((method, "policyStatus") for method in ("PUT", "DELETE", "POST")),
}


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
@pytest.mark.parametrize("query", ["", "versionId", "tagging", "acl", "retention", "legal-hold"])
def test_what_an_object_is_asked_is_an_action_of_the_reference(method, query):
    name = operations.permission("KEY", method, {query: [""]} if query else {})

    assert name is None or reference.action(f"s3:{name}") is not None, name
