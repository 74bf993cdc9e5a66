"""AWS Support without a support plan."""

from organizations_under_test import Organization, code_of


def test_an_account_without_a_support_plan_is_refused(aws):
    support = Organization(aws).client("support", region="us-east-1")

    assert code_of(support.describe_severity_levels) == "SubscriptionRequiredException"
    assert code_of(support.describe_cases) == "SubscriptionRequiredException"
