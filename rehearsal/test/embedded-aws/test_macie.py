"""Macie is off until it is enabled: https://github.com/prowler-cloud/prowler/issues/1279"""

import pytest
from organizations_under_test import code_of, error_of


@pytest.fixture
def macie(client):
    return client("macie2")


@pytest.mark.parametrize("call", ["get_macie_session", "list_members", "disable_macie"])
def test_every_action_is_refused_until_it_is_enabled(macie, call):
    error = error_of(getattr(macie, call))

    assert (error["Code"], error["Message"]) == ("AccessDeniedException", "Macie is not enabled.")


def test_it_tells_its_session_once_it_is_enabled(macie):
    macie.enable_macie(findingPublishingFrequency="ONE_HOUR")

    session = macie.get_macie_session()

    assert (session["status"], session["findingPublishingFrequency"]) == ("ENABLED", "ONE_HOUR")


def test_it_is_enabled_in_one_region_alone(client, macie):
    macie.enable_macie()

    elsewhere = client("macie2", region="us-east-1")

    assert code_of(elsewhere.get_macie_session) == "AccessDeniedException"


def test_it_is_enabled_once(macie):
    macie.enable_macie()

    assert code_of(macie.enable_macie) == "ConflictException"


def test_it_is_off_again_after_it_was_disabled(macie):
    macie.enable_macie()
    macie.disable_macie()

    assert code_of(macie.get_macie_session) == "AccessDeniedException"
