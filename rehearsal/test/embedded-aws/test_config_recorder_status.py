"""A recorder's status has the outcome of its last delivery.

https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorderStatus.html
"""

import json

import pytest
from config_under_test import Recorded, recorder, recording


@pytest.fixture
def organization(aws):
    return Recorded(aws)


def status(organization):
    config = organization.client("config", organization.member)
    [found] = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"]
    return found


def test_a_recorder_that_records_and_delivers_succeeds(organization):
    recording(organization, organization.member)

    found = status(organization)

    assert (found["recording"], found["lastStatus"]) == (True, "SUCCESS")


def test_a_recorder_that_was_not_started_has_no_status(organization):
    config = organization.client("config", organization.member)
    config.put_configuration_recorder(ConfigurationRecorder=recorder(organization))

    found = status(organization)

    assert (found["recording"], found.get("lastStatus")) == (False, None)


def test_a_recorder_fails_once_its_bucket_no_longer_lets_it_write(organization):
    recording(organization, organization.member)
    s3 = organization.client("s3", organization.archive)
    s3.delete_bucket_policy(Bucket=organization.bucket)

    found = status(organization)

    assert found["lastStatus"] == "FAILURE"
    assert found["lastErrorCode"] == "InsufficientDeliveryPolicyException"
    assert json.dumps(organization.bucket)[1:-1] in found["lastErrorMessage"]
