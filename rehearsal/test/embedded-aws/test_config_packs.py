"""Config: managed rules that are known, and conformance packs."""

import json

import pytest
from config_under_test import (
    PACK,
    Recorded,
    delegate,
    error_text,
    organization_pack,
    recording,
)
from organizations_under_test import REGION, code_of, error_of

DELIVERY = "awsconfigconforms"
OTHER_REGION = "us-west-2"


@pytest.fixture
def organization(aws):
    return Recorded(aws)


@pytest.fixture
def config(organization):
    recording(organization, organization.management, *organization.members)
    return delegate(organization, organization.member)


def rule(identifier):
    return {"ConfigRuleName": "own", "Source": {"Owner": "AWS", "SourceIdentifier": identifier}}


def test_an_unknown_managed_rule_is_refused(config):
    refusal = code_of(config.put_config_rule, ConfigRule=rule("ROOT_ACCOUNT_MFA_ENBLED"))

    assert refusal == "InvalidParameterValueException"


def test_a_rule_of_the_fuller_list_is_known(config, monkeypatch, tmp_path):
    from embedded_aws.services.config import managed_rules

    listed = tmp_path / "managed-rules.json"
    listed.write_text(json.dumps({"identifiers": ["RULE_OF_THE_FULLER_LIST"]}))
    monkeypatch.setattr(managed_rules, "_added", set())
    managed_rules.read(listed)

    config.put_config_rule(ConfigRule=rule("RULE_OF_THE_FULLER_LIST"))

    assert len(config.describe_config_rules()["ConfigRules"]) == 1


def test_a_rule_that_was_added_is_known(organization, config):
    identifiers = ["RULE_NEWER_THAN_ANY_LIST"]

    answer = organization.control("POST", "/config/managed-rules", {"identifiers": identifiers})
    config.put_config_rule(ConfigRule=rule(identifiers[0]))

    assert identifiers[0] in answer["identifiers"]


def test_an_identifier_that_cannot_be_one_is_not_added(organization):
    expected = error_text(
        organization.control, "POST", "/config/managed-rules", {"identifiers": ["lower-case"]}
    )

    assert "'lower-case' is not the identifier of a managed rule" in expected


TWICE = PACK.replace("      ConfigRuleName: rotation", "      ConfigRuleName: rotation\n" * 2)
SAME_NAME = PACK + PACK.partition("Resources:\n")[2].replace("Rotation", "Second")
BAD_TEMPLATES = [
    (TWICE, "the key ConfigRuleName twice"),
    (SAME_NAME, "rotation is the name of 2 rules"),
    (PACK.replace("KEYS_ROTATED", "KEYS_ROTTED"), "Rotation: The sourceIdentifier"),
    (PACK.replace("maxAccessKeyAge", "maxKeyAge"), "Rotation: Unknown parameters"),
    (PACK.replace("AWS::Config::ConfigRule", "AWS::S3::Bucket"), "of the type AWS::S3::Bucket"),
    ("Resources: [", "not well-formed"),
    ("Parameters: {}", "no Resources"),
]


@pytest.mark.parametrize(("template", "expected"), BAD_TEMPLATES)
def test_a_template_that_is_not_valid_is_refused(config, template, expected):
    error = error_of(config.put_conformance_pack, ConformancePackName="own", TemplateBody=template)

    assert error["Code"] == "ConformancePackTemplateValidationException"
    assert expected in error["Message"]


@pytest.mark.parametrize(("template", "expected"), BAD_TEMPLATES)
def test_a_template_of_an_organization_that_is_not_valid_is_refused(config, template, expected):
    error = error_of(
        config.put_organization_conformance_pack, **organization_pack(TemplateBody=template)
    )

    assert error["Code"] == "OrganizationConformancePackTemplateValidationException"
    assert expected in error["Message"]
    assert config.describe_organization_conformance_packs()["OrganizationConformancePacks"] == []


def template_at(organization, account, region=REGION, text=PACK, policy=None, **options):
    """The URI of a template in a bucket of the account."""
    s3 = organization.client("s3", account, region)
    name = f"templates-{account}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region})
    s3.put_object(Bucket=name, Key="pack.yml", Body=text.encode(), **options)
    if policy:
        document = {
            "Version": "2012-10-17",
            "Statement": [{**policy, "Resource": f"arn:aws:s3:::{name}/*"}],
        }
        s3.put_bucket_policy(Bucket=name, Policy=json.dumps(document))
    return f"s3://{name}/pack.yml"


def by_uri(uri, **changes):
    return {"OrganizationConformancePackName": "baseline", "TemplateS3Uri": uri, **changes}


def test_a_template_is_read_from_the_callers_bucket(organization, config):
    uri = template_at(organization, organization.member)

    config.put_conformance_pack(ConformancePackName="own", TemplateS3Uri=uri)

    [made] = config.describe_config_rules()["ConfigRules"]
    assert made["ConfigRuleName"].startswith("rotation-conformance-pack-")


def test_a_template_of_another_account_needs_its_permission(organization, config):
    uri = template_at(organization, organization.archive)

    refusal = code_of(config.put_organization_conformance_pack, **by_uri(uri))

    assert refusal == "InsufficientPermissionsException"


def test_a_template_of_another_account_is_read_with_its_permission(organization, config):
    condition = {"StringEquals": {"aws:PrincipalOrgID": organization.id}}
    allow = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Condition": condition}
    uri = template_at(organization, organization.archive, policy=allow)

    assert config.put_organization_conformance_pack(**by_uri(uri))


def test_an_own_bucket_may_deny(organization, config):
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject"}
    uri = template_at(organization, organization.member, policy=deny)

    refusal = code_of(config.put_organization_conformance_pack, **by_uri(uri))

    assert refusal == "InsufficientPermissionsException"


def test_the_template_of_a_pack_lies_in_the_region_of_the_pack(organization, config):
    uri = template_at(organization, organization.member, OTHER_REGION)

    refusal = code_of(config.put_conformance_pack, ConformancePackName="own", TemplateS3Uri=uri)

    assert refusal == "InvalidParameterValueException"


def test_the_template_of_an_organizations_pack_may_lie_in_another_region(organization, config):
    uri = template_at(organization, organization.member, OTHER_REGION)

    assert config.put_organization_conformance_pack(**by_uri(uri))


@pytest.mark.parametrize(
    "options",
    [{"StorageClass": "GLACIER"}, {"text": PACK + "#" * 307_200}],
    ids=["archived", "too long"],
)
def test_a_template_that_cannot_be_used_is_refused(organization, config, options):
    uri = template_at(organization, organization.member, **options)

    assert code_of(config.put_organization_conformance_pack, **by_uri(uri)) == "ValidationException"


@pytest.mark.parametrize("uri", ["s3://no-such-bucket-anywhere/pack.yml", "https://example.com/p"])
def test_a_template_must_be_there(config, uri):
    assert code_of(config.put_organization_conformance_pack, **by_uri(uri)) == "ValidationException"


def test_the_uri_wins_over_the_body_of_an_organizations_pack(organization, config):
    uri = template_at(organization, organization.member)

    assert config.put_organization_conformance_pack(**by_uri(uri, TemplateBody="Resources: ["))


def test_a_pack_has_one_template(organization, config):
    uri = template_at(organization, organization.member)

    refusal = code_of(
        config.put_conformance_pack,
        ConformancePackName="own",
        TemplateS3Uri=uri,
        TemplateBody=PACK,
    )

    assert refusal == "InvalidParameterValueException"


def delivery_policy(organization, name, actions, organization_id=None, role=None):
    """As https://docs.aws.amazon.com/config/latest/developerguide/cpack-prerequisites.html"""
    linked = "aws-service-role/config-conforms.amazonaws.com/AWSServiceRoleForConfigConforms"
    condition = {
        "StringEquals": {"aws:PrincipalOrgID": organization_id or organization.id},
        "ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::*:role/{role or linked}"},
    }
    statement = {"Effect": "Allow", "Principal": "*", "Condition": condition}
    arn = f"arn:aws:s3:::{name}"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {**statement, "Action": action, "Resource": arn if "Bucket" in action else f"{arn}/*"}
            for action in actions
        ],
    }


ACTIONS = ("s3:GetBucketAcl", "s3:GetObject", "s3:PutObject")


def delivered(organization, config, actions=ACTIONS, **policy):
    """Account to error code and message, of a pack with a delivery bucket."""
    name = f"{DELIVERY}-{organization.member}"
    s3 = organization.client("s3", organization.member)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    document = json.dumps(delivery_policy(organization, name, actions, **policy))
    s3.put_bucket_policy(Bucket=name, Policy=document)
    config.put_organization_conformance_pack(**organization_pack(DeliveryS3Bucket=name))
    return errors(config)


def errors(config):
    found = config.get_organization_conformance_pack_detailed_status(
        OrganizationConformancePackName="baseline"
    )["OrganizationConformancePackDetailedStatuses"]
    return {d["AccountId"]: (d.get("ErrorCode"), d.get("ErrorMessage", "")) for d in found}


def test_every_account_delivers_to_a_bucket_that_lets_its_role(organization, config):
    found = delivered(organization, config)

    assert {code for code, _ in found.values()} == {None}
    assert len(found) == 3


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"actions": ("s3:GetObject", "s3:PutObject")}, "unable to get s3 bucket acl"),
        ({"actions": ("s3:GetBucketAcl", "s3:GetObject")}, "unable to write to bucket"),
        ({"actions": ("s3:GetBucketAcl", "s3:PutObject")}, "unable to read from bucket"),
        ({"organization_id": "o-another"}, "unable to get s3 bucket acl"),
        ({"role": "Administrator"}, "unable to get s3 bucket acl"),
    ],
)
def test_an_account_fails_where_the_bucket_does_not_let_it_deliver(
    organization, config, policy, expected
):
    found = delivered(organization, config, **policy)

    # The role of the bucket's own account needs no permission of the bucket.
    assert found.pop(organization.member) == (None, "")
    assert {code for code, _ in found.values()} == {"InsufficientDeliveryPolicy"}
    assert all(expected in message for _, message in found.values())


def test_a_delivery_bucket_must_be_there(config):
    config.put_organization_conformance_pack(
        **organization_pack(DeliveryS3Bucket=f"{DELIVERY}-that-is-not-there")
    )

    assert {code for code, _ in errors(config).values()} == {"NoSuchBucket"}


def test_a_delivery_bucket_has_the_name_that_accounts_may_write_to(organization, config):
    pack = organization_pack(DeliveryS3Bucket=organization.bucket)

    assert code_of(config.put_organization_conformance_pack, **pack) == "ValidationException"


def test_the_template_is_read_once_for_all_accounts(config, monkeypatch):
    from embedded_aws.services.config import pack_template

    read, original = [], pack_template.rules_of

    def counted(*arguments):
        read.append(arguments)
        return original(*arguments)

    monkeypatch.setattr(pack_template, "rules_of", counted)

    config.put_organization_conformance_pack(**organization_pack())

    assert len(read) == 1
