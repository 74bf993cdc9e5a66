"""Switching GuardDuty on takes permissions at its service-linked role for malware scans."""

import pytest
from test_authorization import denied
from test_authorization_keys import allow

#: That of malware protection, and GuardDuty's own, which the first detector makes.
ROLE = "arn:aws:iam::*:role/*AWSServiceRoleForAmazonGuardDuty*"
LINKED = ("iam:CreateServiceLinkedRole", "iam:GetRole")


@pytest.mark.parametrize("missing", LINKED)
def test_guardduty_is_switched_on_with_permissions_at_its_malware_role(as_function, missing):
    """AmazonGuardDutyFullAccess has a statement of its own for iam:GetRole.

    https://github.com/awsdocs/amazon-guardduty-user-guide/pull/30
    """
    other = next(action for action in LINKED if action != missing)
    function = as_function("guardduty", allow("guardduty:*", "*"), allow(other, ROLE))

    code, message = denied(function.create_detector, Enable=True)

    assert code == "AccessDeniedException"
    assert f"is not authorized to perform: {missing}" in message


def test_a_role_with_both_switches_it_on(as_function):
    function = as_function("guardduty", allow("guardduty:*", "*"), allow(list(LINKED), ROLE))

    detector_id = function.create_detector(Enable=True)["DetectorId"]

    features = [{"Name": "EBS_MALWARE_PROTECTION", "Status": "ENABLED"}]
    function.update_detector(DetectorId=detector_id, Features=features)


@pytest.mark.parametrize("feature", ["S3_DATA_EVENTS", "EBS_MALWARE_PROTECTION"])
def test_only_malware_protection_needs_the_role(client, as_function, feature):
    detector_id = client("guardduty").create_detector(Enable=True)["DetectorId"]
    function = as_function("guardduty", allow("guardduty:*", "*"))
    features = [{"Name": feature, "Status": "ENABLED"}]

    if feature == "S3_DATA_EVENTS":
        function.update_detector(DetectorId=detector_id, Features=features)
    else:
        error = denied(function.update_detector, DetectorId=detector_id, Features=features)
        assert error[0] == "AccessDeniedException"
