"""Service Quotas: the values that apply in an account and region."""

import pytest
from organizations_under_test import code_of, control

CONCURRENCY = {"ServiceCode": "lambda", "QuotaCode": "L-B99A9384"}


@pytest.fixture
def quotas(client):
    return client("service-quotas", region="us-east-1")


def test_a_quota_has_the_value_that_aws_publishes(quotas):
    quota = quotas.get_service_quota(**CONCURRENCY)["Quota"]

    assert (quota["QuotaName"], quota["Value"]) == ("Concurrent executions", 1000)


def test_a_value_applies_in_its_account_and_region_alone(aws, client, quotas, account_id):
    body = {"region": "us-east-1", "service": "lambda", "code": "L-B99A9384", "value": 10}
    control(aws.endpoint, "POST", f"/accounts/{account_id}/quotas", body)

    elsewhere = client("service-quotas", region="eu-west-1")

    assert quotas.get_service_quota(**CONCURRENCY)["Quota"]["Value"] == 10
    assert elsewhere.get_service_quota(**CONCURRENCY)["Quota"]["Value"] == 1000


def test_a_quota_that_is_not_known_is_refused(quotas):
    unknown = {"ServiceCode": "lambda", "QuotaCode": "L-00000000"}

    assert code_of(quotas.get_service_quota, **unknown) == "NoSuchResourceException"
