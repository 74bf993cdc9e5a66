"""AWS Support, to an account without a support plan."""

from moto.core.responses import BaseResponse

from embedded_aws import gate


def refuse_without_plan(response: BaseResponse) -> None:
    """Every call needs a Business plan or better.

    https://docs.aws.amazon.com/awssupport/latest/APIReference/Welcome.html
    """
    if response.service_name == "support":
        raise gate.Refusal(
            "SubscriptionRequiredException",
            "Amazon Web Services Premium Support Subscription is required to use this service.",
        )
