"""Credentials and secrets are listed, so that a test finds them where they do not belong."""

import base64
import json

from organizations_under_test import Organization, control


def issued(organization: Organization) -> dict[str, str]:
    found = control(organization.endpoint, "GET", "/credentials/issued")
    return {one["text"]: one["kind"] for one in found}


def test_keys_of_users_and_of_sessions_are_listed_after_their_deletion_too(aws):
    organization = Organization(aws)
    member = organization.members[0]
    iam = organization.client("iam", member)
    iam.create_user(UserName="ada")
    key = iam.create_access_key(UserName="ada")["AccessKey"]
    iam.delete_access_key(UserName="ada", AccessKeyId=key["AccessKeyId"])
    session = organization.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole",
        RoleSessionName="session",
    )["Credentials"]

    found = issued(organization)

    assert found[key["AccessKeyId"]] == "access key id"
    assert found[key["SecretAccessKey"]] == "secret access key"
    assert found[session["SecretAccessKey"]] == "secret access key"
    assert found[session["SessionToken"]] == "session token"


def test_secrets_parameters_passwords_and_data_keys_are_listed_and_nothing_else_is(aws):
    organization = Organization(aws)
    member = organization.members[0]
    secrets = organization.client("secretsmanager", member)
    secrets.create_secret(Name="db", SecretString="first-secret")
    secrets.put_secret_value(SecretId="db", SecretString="second-secret")
    password = secrets.get_random_password(PasswordLength=20)["RandomPassword"]
    ssm = organization.client("ssm", member)
    ssm.put_parameter(Name="/db/password", Value="third-secret", Type="SecureString")
    ssm.put_parameter(Name="/db/host", Value="not-a-secret", Type="String")
    kms = organization.client("kms", member)
    key_id = kms.create_key()["KeyMetadata"]["KeyId"]
    data_key = kms.generate_data_key(KeyId=key_id, KeySpec="AES_256")["Plaintext"]

    found = issued(organization)

    assert found["first-secret"] == "secret"
    assert found["second-secret"] == "secret"
    assert found[password] == "random password"
    assert found["third-secret"] == "secure parameter"
    assert found[base64.b64encode(data_key).decode()] == "data key"
    assert "not-a-secret" not in json.dumps(found)
