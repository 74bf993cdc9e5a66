"""What belongs to another service: recorders, rules, packs and aggregators."""

from config_under_test import Recorded
from organizations_under_test import REGION, Organization, code_of

HUB = "securityhub.amazonaws.com"
NAME = "AWSConfigurationRecorderForSecurityHubCSPM"
TOWER = "controltower.amazonaws.com"


def linked(organization: Organization, account_id: str, **made: object) -> None:
    body = {"accountId": account_id, "region": REGION, "servicePrincipal": TOWER, **made}
    organization.control("POST", "/config/service-linked", body)


def test_a_service_has_a_recorder_beside_that_of_the_account(aws):
    organization = Organization(aws)
    config = organization.client("config", organization.members[0])

    made = config.put_service_linked_configuration_recorder(ServicePrincipal=HUB)

    [recorder] = config.describe_configuration_recorders()["ConfigurationRecorders"]
    assert (made["Name"], recorder["servicePrincipal"]) == (NAME, HUB)
    [status] = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    assert (status["name"], status["recording"]) == (NAME, True)
    role = f"arn:aws:iam::{organization.members[0]}:role/own"
    config.put_configuration_recorder(ConfigurationRecorder={"name": "own", "roleARN": role})
    names = [r["name"] for r in config.describe_configuration_recorders()["ConfigurationRecorders"]]
    assert names == ["own", NAME]


def test_recorders_are_found_by_name_and_by_service(aws):
    organization = Organization(aws)
    config = organization.client("config", organization.members[0])
    config.put_service_linked_configuration_recorder(ServicePrincipal=HUB)

    by_name = config.describe_configuration_recorders(ConfigurationRecorderNames=[NAME])
    by_service = config.describe_configuration_recorders(ServicePrincipal=TOWER)

    assert [r["name"] for r in by_name["ConfigurationRecorders"]] == [NAME]
    assert by_service["ConfigurationRecorders"] == []
    unknown = {"ConfigurationRecorderNames": ["other"]}
    code = code_of(config.describe_configuration_recorders, **unknown)
    assert code == "NoSuchConfigurationRecorderException"


def test_a_recorder_of_a_service_is_changed_and_deleted_by_the_service_alone(aws):
    organization = Organization(aws)
    config = organization.client("config", organization.members[0])
    config.put_service_linked_configuration_recorder(ServicePrincipal=HUB)
    name = {"ConfigurationRecorderName": NAME}

    again = code_of(config.put_service_linked_configuration_recorder, ServicePrincipal=HUB)

    assert again == "ConflictException"
    for call in (config.stop_configuration_recorder, config.delete_configuration_recorder):
        assert code_of(call, **name) == "UnmodifiableEntityException"
    recorder = {"name": "AWSConfigurationRecorderForMe", "roleARN": "arn:aws:iam::1:role/x"}
    code = code_of(config.put_configuration_recorder, ConfigurationRecorder=recorder)
    assert code == "InvalidConfigurationRecorderNameException"
    config.delete_service_linked_configuration_recorder(ServicePrincipal=HUB)
    assert config.describe_configuration_recorders()["ConfigurationRecorders"] == []


def test_a_recorder_of_a_service_carries_no_rule(aws):
    organization = Organization(aws)
    config = organization.client("config", organization.members[0])
    config.put_service_linked_configuration_recorder(ServicePrincipal=HUB)
    source = {"Owner": "AWS", "SourceIdentifier": "ACCESS_KEYS_ROTATED"}

    code = code_of(config.put_config_rule, ConfigRule={"ConfigRuleName": "own", "Source": source})

    assert code == "NoAvailableConfigurationRecorderException"


def test_rules_and_packs_of_a_service_name_it(aws):
    organization = Organization(aws)
    member = organization.members[0]
    source = {"Owner": "AWS", "SourceIdentifier": "ACCESS_KEYS_ROTATED"}

    linked(
        organization,
        member,
        rules=[{"ConfigRuleName": "theirs", "Source": source}],
        packs=["their-pack"],
    )

    config = organization.client("config", member)
    [rule] = config.describe_config_rules()["ConfigRules"]
    [pack] = config.describe_conformance_packs()["ConformancePackDetails"]
    assert (rule["CreatedBy"], pack["CreatedBy"]) == (TOWER, TOWER)
    code = code_of(config.delete_config_rule, ConfigRuleName="theirs")
    assert code == "ResourceInUseException"


def test_an_aggregator_of_a_service_covers_the_organization_and_is_not_changed(aws):
    organization = Recorded(aws)
    linked(organization, organization.archive, aggregator="theirs")
    config = organization.client("config", organization.archive)

    [aggregator] = config.describe_configuration_aggregators()["ConfigurationAggregators"]

    assert aggregator["CreatedBy"] == TOWER
    assert aggregator["OrganizationAggregationSource"]["AllAwsRegions"] is True
    name = {"ConfigurationAggregatorName": "theirs"}
    found = config.describe_configuration_aggregator_sources_status(**name)
    statuses = {s["LastUpdateStatus"] for s in found["AggregatedSourceStatusList"]}
    assert statuses == {"SUCCEEDED"}
    code = code_of(config.delete_configuration_aggregator, **name)
    assert code == "InvalidParameterValueException"
