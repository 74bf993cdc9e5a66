"""AWS's managed policies are those that AWS publishes now, not moto's copies.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/SecurityAudit.html
"""

import json
from pathlib import Path

from embedded_aws.services.identity import managed_policies
from functions import TRUST

PUBLISHED = json.loads(Path(managed_policies.__file__).with_suffix(".json").read_text())


def test_an_attached_policy_has_the_published_version(client):
    iam = client("iam")
    iam.create_role(RoleName="audit", AssumeRolePolicyDocument=json.dumps(TRUST))
    arn = "arn:aws:iam::aws:policy/SecurityAudit"
    version = PUBLISHED["/SecurityAudit"]["DefaultVersionId"]

    iam.attach_role_policy(RoleName="audit", PolicyArn=arn)

    assert iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"] == version
    found = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]
    assert found["Document"] == PUBLISHED["/SecurityAudit"]["Document"]


def test_a_policy_that_no_template_names_is_there_as_well(client):
    arn = "arn:aws:iam::aws:policy/job-function/Billing"

    assert client("iam").get_policy(PolicyArn=arn)["Policy"]["Arn"] == arn
