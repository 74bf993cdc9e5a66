"""What is restored of a section, and read again by the API of its service."""

import json

import pytest
from organizations_under_test import REGION
from snapshots_under_test import Snapshot, administrator, resource, stack

NAMED = {
    "AWS::Athena::WorkGroup": (
        "athena",
        lambda a: [w["Name"] for w in a.list_work_groups()["WorkGroups"]],
    ),
    "AWS::Batch::ComputeEnvironment": (
        "batch",
        lambda b: [
            e["computeEnvironmentName"]
            for e in b.describe_compute_environments()["computeEnvironments"]
        ],
    ),
    "AWS::Batch::JobDefinition": (
        "batch",
        lambda b: [d["jobDefinitionName"] for d in b.describe_job_definitions()["jobDefinitions"]],
    ),
    "AWS::Batch::JobQueue": (
        "batch",
        lambda b: [q["jobQueueName"] for q in b.describe_job_queues()["jobQueues"]],
    ),
    "AWS::CloudWatch::Alarm": (
        "cloudwatch",
        lambda c: [a["AlarmName"] for a in c.describe_alarms()["MetricAlarms"]],
    ),
    "AWS::CodeBuild::Project": ("codebuild", lambda c: c.list_projects()["projects"]),
    "AWS::Config::StoredQuery": (
        "config",
        lambda c: [q["QueryName"] for q in c.list_stored_queries()["StoredQueryMetadata"]],
    ),
    "AWS::DynamoDB::Table": ("dynamodb", lambda d: d.list_tables()["TableNames"]),
    "AWS::Events::EventBus": (
        "events",
        lambda e: [b["Name"] for b in e.list_event_buses()["EventBuses"]],
    ),
    "AWS::Events::Rule": ("events", lambda e: [r["Name"] for r in e.list_rules()["Rules"]]),
    "AWS::Glue::Database": (
        "glue",
        lambda g: [d["Name"] for d in g.get_databases()["DatabaseList"]],
    ),
    "AWS::Logs::LogGroup": (
        "logs",
        lambda logs: [g["logGroupName"] for g in logs.describe_log_groups()["logGroups"]],
    ),
    "AWS::Logs::ResourcePolicy": (
        "logs",
        lambda logs: [
            p["policyName"] for p in logs.describe_resource_policies()["resourcePolicies"]
        ],
    ),
    "AWS::SNS::Topic": (
        "sns",
        lambda sns: [t["TopicArn"].split(":")[-1] for t in sns.list_topics()["Topics"]],
    ),
    "AWS::SQS::Queue": (
        "sqs",
        lambda sqs: [u.split("/")[-1] for u in sqs.list_queues().get("QueueUrls", [])],
    ),
}


@pytest.fixture
def snapshot():
    return Snapshot()


def restored(aws, snapshot, service):
    """A client of the member."""
    assert snapshot.restore(aws)["warnings"] == []
    return administrator(aws, snapshot.member)(service)


@pytest.mark.parametrize("type_name", sorted(NAMED))
def test_what_is_known_by_its_name_is_there(aws, snapshot, type_name):
    service, names = NAMED[type_name]
    snapshot.put(snapshot.member, named={type_name: ["ofn-audit-one"]})

    found = names(restored(aws, snapshot, service))

    assert "ofn-audit-one" in found


def test_a_rule_is_on_the_bus_that_is_restored_with_it(aws, snapshot):
    snapshot.put(
        snapshot.member,
        named={"AWS::Events::Rule": ["mine|one"], "AWS::Events::EventBus": ["mine"]},
    )

    events = restored(aws, snapshot, "events")

    assert [rule["Name"] for rule in events.list_rules(EventBusName="mine")["Rules"]] == ["one"]


def test_what_can_not_be_made_is_left_out_with_a_warning(aws, snapshot):
    snapshot.put(
        snapshot.member, named={"AWS::Events::Rule": ["no-bus|one"], "AWS::New::Thing": ["x"]}
    )

    first, second = snapshot.restore(aws)["warnings"]

    where = f"{snapshot.member}/{REGION}"
    assert first.startswith(f"AWS::Events::Rule no-bus|one in {where} is left out: ")
    assert second == f"AWS::New::Thing x in {where} is left out: its type is not known"


def test_what_a_stack_makes_again_is_not_made_before(aws, snapshot):
    template = json.dumps(
        {"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "one"}}}}
    )
    url = f"https://sqs.{REGION}.amazonaws.com/{snapshot.member}/one"
    given = stack(
        "mine",
        snapshot.member,
        template=template,
        resources=[resource("Queue", "AWS::SQS::Queue", url)],
    )
    snapshot.put(snapshot.member, stacks=[given], named={"AWS::SQS::Queue": ["one"]})
    snapshot.manages(snapshot.member, "mine")

    done = snapshot.restore(aws)

    assert done["stacks"] == {"made": 1, "of": 1}
    assert done["warnings"] == []


def test_what_an_instance_of_a_stack_set_makes_again_is_not_made_before(aws, snapshot):
    topic = json.dumps({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    made = stack(
        "mine",
        snapshot.member,
        template=topic,
        resources=[resource("Reports", "AWS::CloudFormation::StackSet", "reports:1")],
    )
    instance = stack(
        "StackSet-reports-12345678-1234-1234-1234-123456789012",
        snapshot.member,
        template=topic,
        resources=[resource("Bucket", "AWS::S3::Bucket", "reports-of-member")],
    )
    bucket = {"Name": "reports-of-member", "owner": "own", "region": REGION}
    snapshot.put(snapshot.member, stacks=[made, instance])
    snapshot.account(snapshot.member)["buckets"] = [bucket]
    snapshot.manages(snapshot.member, "mine")

    snapshot.restore(aws)

    api = administrator(aws, snapshot.member)("s3")
    assert "reports-of-member" not in [one["Name"] for one in api.list_buckets()["Buckets"]]


def test_what_a_stack_that_is_not_made_has_is_restored_by_itself(aws, snapshot):
    broken = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::ImportValue": "no"}}}
    url = f"https://sqs.{REGION}.amazonaws.com/{snapshot.member}/one"
    given = stack(
        "mine",
        snapshot.member,
        template=json.dumps({"Resources": {"Queue": broken}}),
        resources=[resource("Queue", "AWS::SQS::Queue", url)],
    )
    snapshot.put(snapshot.member, stacks=[given], named={"AWS::SQS::Queue": ["one"]})
    snapshot.manages(snapshot.member, "mine")

    snapshot.restore(aws)

    sqs = administrator(aws, snapshot.member)("sqs")
    assert sqs.get_queue_url(QueueName="one")["QueueUrl"].endswith("/one")


def test_a_role_has_its_trust_and_its_policies(aws, snapshot):
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"AWS": f"arn:aws:iam::{snapshot.management}:root"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    arn = "arn:aws:iam::aws:policy/AdministratorAccess"
    snapshot.account(snapshot.member)["roles"] = [
        {
            "RoleName": "Deployer",
            "Path": "/",
            "AssumeRolePolicyDocument": json.dumps(trust),
            "attachedPolicyArns": [arn, f"arn:aws:iam::{snapshot.member}:policy/own"],
        }
    ]

    iam = restored(aws, snapshot, "iam")

    assert iam.get_role(RoleName="Deployer")["Role"]["AssumeRolePolicyDocument"] == trust
    attached = iam.list_attached_role_policies(RoleName="Deployer")["AttachedPolicies"]
    assert [one["PolicyArn"] for one in attached] == [arn]
    sts = administrator(aws, snapshot.management)("sts")
    role = f"arn:aws:iam::{snapshot.member}:role/Deployer"
    assert sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]


def test_a_service_linked_role_is_not_made_a_second_time(aws, snapshot):
    snapshot.account(snapshot.member)["roles"] = [
        {
            "RoleName": "AWSServiceRoleForConfig",
            "Path": "/aws-service-role/config.amazonaws.com/",
            "AssumeRolePolicyDocument": "{}",
            "attachedPolicyArns": [],
        }
    ]

    iam = restored(aws, snapshot, "iam")

    with pytest.raises(iam.exceptions.InvalidInputException):
        iam.create_service_linked_role(AWSServiceName="config.amazonaws.com")


def test_a_bucket_has_its_region_and_policy(aws, snapshot):
    name, policy = f"own-{snapshot.member}", json.dumps({"Version": "2012-10-17", "Statement": []})
    snapshot.account(snapshot.member)["buckets"] = [
        {"Name": name, "owner": "own", "region": "us-west-2", "policy": policy}
    ]

    s3 = restored(aws, snapshot, "s3")

    assert s3.get_bucket_location(Bucket=name)["LocationConstraint"] == "us-west-2"
    assert s3.get_bucket_policy(Bucket=name)["Policy"] == policy


def test_a_bucket_that_is_taken_belongs_to_another_account(aws, snapshot):
    name = f"taken-{snapshot.member}"
    snapshot.account(snapshot.member)["buckets"] = [{"Name": name, "owner": "taken"}]

    s3 = restored(aws, snapshot, "s3")

    assert s3.list_buckets()["Buckets"] == []
    where = {"LocationConstraint": REGION}
    with pytest.raises(s3.exceptions.BucketAlreadyExists):
        s3.create_bucket(Bucket=name, CreateBucketConfiguration=where)


TRAIL = {
    "Name": "theirs",
    "S3BucketName": "bucket-of-others",
    "S3KeyPrefix": "logs",
    "IncludeGlobalServiceEvents": True,
    "IsMultiRegionTrail": True,
    "IsOrganizationTrail": True,
    "LogFileValidationEnabled": True,
    "isLogging": True,
    "selectors": json.dumps({"EventSelectors": [{"ReadWriteType": "WriteOnly"}]}),
    "insightTypes": ["ApiCallRateInsight"],
}


def test_a_trail_is_as_it_was_though_its_bucket_is_not_known(aws, snapshot):
    arn = f"arn:aws:cloudtrail:{REGION}:{snapshot.management}:trail/theirs"
    trail = {**TRAIL, "TrailARN": arn}
    snapshot.put(snapshot.management, trails=[trail])
    # A shadow of it.
    snapshot.put(snapshot.member, trails=[trail])

    cloudtrail = restored(aws, snapshot, "cloudtrail")

    [found] = cloudtrail.describe_trails()["trailList"]
    for key in ("TrailARN", "S3BucketName", "S3KeyPrefix", "IsOrganizationTrail"):
        assert found[key] == trail[key]
    assert cloudtrail.describe_trails(includeShadowTrails=False)["trailList"] == []
    own = administrator(aws, snapshot.management)("cloudtrail")
    assert own.get_trail_status(Name=arn)["IsLogging"]
    selectors = own.get_event_selectors(TrailName=arn)["EventSelectors"]
    assert [one["ReadWriteType"] for one in selectors] == ["WriteOnly"]
    insights = own.get_insight_selectors(TrailName=arn)["InsightSelectors"]
    assert insights == [{"InsightType": "ApiCallRateInsight"}]


def test_recorder_and_channel_are_as_they_were(aws, snapshot):
    group = {
        "allSupported": False,
        "includeGlobalResourceTypes": False,
        "resourceTypes": ["AWS::S3::Bucket"],
        "recordingStrategy": {"useOnly": "INCLUSION_BY_RESOURCE_TYPES"},
    }
    recorder = {
        "name": "theirs",
        "roleARN": f"arn:aws:iam::{snapshot.member}:role/gone",
        "recordingGroup": json.dumps(group),
        "recordingMode": json.dumps({"recordingFrequency": "DAILY"}),
        "recording": True,
    }
    channel = {
        "name": "channel",
        "s3BucketName": "bucket-of-others",
        "snsTopicARN": f"arn:aws:sns:{REGION}:{snapshot.member}:gone",
        "deliveryFrequency": "One_Hour",
    }
    snapshot.put(snapshot.member, recorders=[recorder], deliveryChannels=[channel])

    config = restored(aws, snapshot, "config")

    [found] = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert (found["name"], found["roleARN"]) == ("theirs", recorder["roleARN"])
    assert found["recordingGroup"]["resourceTypes"] == ["AWS::S3::Bucket"]
    assert found["recordingMode"]["recordingFrequency"] == "DAILY"
    [status] = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status["recording"]
    [made] = config.describe_delivery_channels()["DeliveryChannels"]
    frequency = made["configSnapshotDeliveryProperties"]["deliveryFrequency"]
    assert (made["name"], made["s3BucketName"], frequency) == (
        *("channel", "bucket-of-others", "One_Hour"),
    )


def test_a_recorder_delivers_to_what_its_channel_names(aws, snapshot):
    key = f"arn:aws:kms:{REGION}:{snapshot.member}:key/11111111-2222-3333-4444-555555555555"
    recorder = {
        "name": "theirs",
        "roleARN": f"arn:aws:iam::{snapshot.member}:role/service-role/recording",
        "recording": True,
    }
    channel = {
        "name": "channel",
        "s3BucketName": f"config-logs-{snapshot.management}-abc",
        "s3KmsKeyArn": key,
        "snsTopicARN": f"arn:aws:sns:{REGION}:{snapshot.member}:changes",
    }
    snapshot.put(snapshot.member, recorders=[recorder], deliveryChannels=[channel])

    config = restored(aws, snapshot, "config")

    [status] = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert status["lastStatus"] == "SUCCESS"
    s3 = administrator(aws, snapshot.management)("s3")
    assert [one["Name"] for one in s3.list_buckets()["Buckets"]] == [channel["s3BucketName"]]
    kms = administrator(aws, snapshot.member)("kms")
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"] == key


def test_a_role_of_a_stack_that_is_not_made_is_restored_by_itself(aws, snapshot):
    broken = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::ImportValue": "no"}}}
    given = stack(
        "mine",
        snapshot.member,
        template=json.dumps({"Resources": {"Queue": broken}}),
        resources=[resource("Role", "AWS::IAM::Role", "mine")],
    )
    snapshot.put(snapshot.member, stacks=[given])
    snapshot.manages(snapshot.member, "mine")
    snapshot.account(snapshot.member)["roles"] = [
        {
            "RoleName": "mine",
            "Path": "/",
            "AssumeRolePolicyDocument": "{}",
            "attachedPolicyArns": [],
        }
    ]

    snapshot.restore(aws)

    iam = administrator(aws, snapshot.member)("iam")
    assert iam.get_role(RoleName="mine")["Role"]["Path"] == "/"


def test_an_aggregator_of_the_organization_is_as_it_was(aws, snapshot):
    role = f"arn:aws:iam::{snapshot.member}:role/aggregation"
    given = {"ConfigurationAggregatorName": "all", "organizationRoleArn": role, "allRegions": True}
    snapshot.put(snapshot.member, aggregators=[given])

    config = restored(aws, snapshot, "config")

    [found] = config.describe_configuration_aggregators()["ConfigurationAggregators"]
    assert found["ConfigurationAggregatorName"] == "all"
    assert found["OrganizationAggregationSource"] == {"RoleArn": role, "AllAwsRegions": True}


def test_rules_and_packs_have_the_service_that_made_them(aws, snapshot):
    service = "securityhub.amazonaws.com"
    snapshot.put(
        snapshot.member,
        configRules=[{"ConfigRuleName": "own"}, {"ConfigRuleName": "linked", "CreatedBy": service}],
        conformancePacks=[{"ConformancePackName": "pack", "CreatedBy": service}],
        organizationConfigRules=[{"OrganizationConfigRuleName": "all"}],
        organizationConformancePacks=[{"OrganizationConformancePackName": "all-pack"}],
    )
    snapshot.organization["trustedServices"] = ["config-multiaccountsetup.amazonaws.com"]
    snapshot.organization["delegatedAdministrators"] = [
        {"accountId": snapshot.member, "services": ["config-multiaccountsetup.amazonaws.com"]}
    ]

    config = restored(aws, snapshot, "config")

    rules = config.describe_config_rules()["ConfigRules"]
    assert {r["ConfigRuleName"]: r.get("CreatedBy") for r in rules} == {
        "own": None,
        "linked": service,
    }
    [pack] = config.describe_conformance_packs()["ConformancePackDetails"]
    assert (pack["ConformancePackName"], pack["CreatedBy"]) == ("pack", service)
    [rule] = config.describe_organization_config_rules()["OrganizationConfigRules"]
    assert rule["OrganizationConfigRuleName"] == "all"
    [whole] = config.describe_organization_conformance_packs()["OrganizationConformancePacks"]
    assert whole["OrganizationConformancePackName"] == "all-pack"


def detector(**given):
    features = [
        {"Name": "CLOUD_TRAIL", "Status": "ENABLED", "additional": []},
        {"Name": "S3_DATA_EVENTS", "Status": "DISABLED", "additional": []},
        {
            "Name": "RUNTIME_MONITORING",
            "Status": "ENABLED",
            "additional": [{"Name": "EC2_AGENT_MANAGEMENT", "Status": "ENABLED"}],
        },
    ]
    empty = {"Features": features, "Tags": {"of": "us"}, "exports": [], "members": []}
    return {"DetectorId": "0" * 32, "Status": "ENABLED", **empty, **given}


def test_a_detector_has_its_id_features_and_exports(aws, snapshot):
    export = {"DestinationId": "1" * 32, "DestinationArn": "arn:aws:s3:::findings"}
    given = detector(FindingPublishingFrequency="ONE_HOUR", exports=[export])
    snapshot.put(snapshot.member, detector=given)

    guardduty = restored(aws, snapshot, "guardduty")

    assert guardduty.list_detectors()["DetectorIds"] == ["0" * 32]
    found = guardduty.get_detector(DetectorId="0" * 32)
    features = {one["Name"]: one for one in found["Features"]}
    assert (found["Status"], found["FindingPublishingFrequency"]) == ("ENABLED", "ONE_HOUR")
    assert found["Tags"] == {"of": "us"}
    assert features["S3_DATA_EVENTS"]["Status"] == "DISABLED"
    [agent] = features["RUNTIME_MONITORING"]["AdditionalConfiguration"]
    assert (agent["Name"], agent["Status"]) == ("EC2_AGENT_MANAGEMENT", "ENABLED")
    there = guardduty.describe_publishing_destination(DetectorId="0" * 32, DestinationId="1" * 32)
    assert there["DestinationProperties"]["DestinationArn"] == "arn:aws:s3:::findings"


def test_a_feature_that_a_policy_manages_stays_read_only(aws, snapshot):
    by = {"ManagedBy": "GUARDDUTY_POLICY", "additional": []}
    features = [{"Name": "S3_DATA_EVENTS", "Status": "ENABLED", **by}]
    snapshot.put(snapshot.member, detector=detector(Features=features))

    guardduty = restored(aws, snapshot, "guardduty")

    found = {one["Name"]: one for one in guardduty.get_detector(DetectorId="0" * 32)["Features"]}
    assert found["S3_DATA_EVENTS"]["ManagedBy"] == "GUARDDUTY_POLICY"
    assert "ManagedBy" not in found["RDS_LOGIN_EVENTS"]
    with pytest.raises(guardduty.exceptions.BadRequestException):
        guardduty.update_detector(
            DetectorId="0" * 32, Features=[{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}]
        )


def test_members_of_the_administrator_of_the_organization_are_its_members(aws, snapshot):
    snapshot.organization["trustedServices"] = ["guardduty.amazonaws.com"]
    member = {
        "AccountId": snapshot.management,
        "Email": "aws@example.com",
        "RelationshipStatus": "Enabled",
        "InvitedAt": "2026-01-01T00:00:00.000Z",
    }
    whole = {
        "AutoEnableOrganizationMembers": "ALL",
        "Features": [{"Name": "S3_DATA_EVENTS", "AutoEnable": "NEW"}],
    }
    administrator_of = {"AccountId": snapshot.member, "RelationshipStatus": "Enabled"}
    snapshot.put(snapshot.member, detector=detector(members=[member], organization=whole))
    snapshot.put(
        snapshot.management,
        guardDutyAdministrators=[snapshot.member],
        detector=detector(DetectorId="2" * 32, administrator=administrator_of),
    )

    guardduty = restored(aws, snapshot, "guardduty")

    [found] = guardduty.list_members(DetectorId="0" * 32)["Members"]
    assert (found["AccountId"], found["RelationshipStatus"]) == (snapshot.management, "Enabled")
    assert (found["DetectorId"], found["InvitedAt"]) == ("2" * 32, "2026-01-01T00:00:00.000Z")
    configuration = guardduty.describe_organization_configuration(DetectorId="0" * 32)
    auto = {one["Name"]: one["AutoEnable"] for one in configuration["Features"]}
    assert configuration["AutoEnableOrganizationMembers"] == "ALL"
    assert (auto["S3_DATA_EVENTS"], auto["RDS_LOGIN_EVENTS"]) == ("NEW", "NONE")
    theirs = administrator(aws, snapshot.management)("guardduty")
    # A member of the organization can't leave by itself.
    with pytest.raises(theirs.exceptions.BadRequestException):
        theirs.disassociate_from_administrator_account(DetectorId="2" * 32)


def test_a_member_that_was_invited_has_its_invitation(aws, snapshot):
    member = {
        "AccountId": snapshot.management,
        "Email": "aws@example.com",
        "RelationshipStatus": "Invited",
        "InvitedAt": "2026-01-01T00:00:00.000Z",
    }
    snapshot.put(snapshot.member, detector=detector(members=[member]))
    snapshot.put(snapshot.management, detector=detector(DetectorId="2" * 32))

    snapshot.restore(aws)

    theirs = administrator(aws, snapshot.management)("guardduty")
    [invitation] = theirs.list_invitations()["Invitations"]
    assert invitation["AccountId"] == snapshot.member


def test_a_quota_has_the_value_that_applied(aws, snapshot):
    snapshot.put(snapshot.member, quotas={"fargate/L-3032A538": 48})

    api = restored(aws, snapshot, "service-quotas")

    quota = api.get_service_quota(ServiceCode="fargate", QuotaCode="L-3032A538")["Quota"]
    assert quota["Value"] == 48


def test_an_analyzer_is_as_it_was(aws, snapshot):
    given = {"name": "all", "type": "ORGANIZATION", "status": "DISABLED"}
    snapshot.put(snapshot.member, analyzers=[given])

    api = restored(aws, snapshot, "accessanalyzer")

    [found] = api.list_analyzers()["analyzers"]
    assert {key: found[key] for key in given} == given


def test_a_stack_set_has_its_instances(aws, snapshot):
    instance = {
        "Account": snapshot.member,
        "Region": REGION,
        "OrganizationalUnitId": "ou-ab12-11111111",
        "Status": "CURRENT",
        "StackId": f"arn:aws:cloudformation:{REGION}:{snapshot.member}:stack/StackSet-theirs/1",
    }
    snapshot.content["stackSets"] = [
        {
            "StackSetName": "theirs",
            "Status": "ACTIVE",
            "PermissionModel": "SERVICE_MANAGED",
            "AutoDeployment": {"Enabled": True, "RetainStacksOnAccountRemoval": False},
            "ManagedExecution": {"Active": True},
            "Parameters": {"one": "1"},
            "Capabilities": ["CAPABILITY_IAM"],
            "Tags": {"of": "us"},
            "instances": [instance],
        }
    ]

    snapshot.restore(aws)

    api = administrator(aws, snapshot.management)("cloudformation")
    found = api.describe_stack_set(StackSetName="theirs")["StackSet"]
    assert found["PermissionModel"] == "SERVICE_MANAGED"
    assert found["Parameters"] == [{"ParameterKey": "one", "ParameterValue": "1"}]
    assert found["ManagedExecution"] == {"Active": True}
    [there] = api.list_stack_instances(StackSetName="theirs")["Summaries"]
    assert {key: there[key] for key in instance} == instance
