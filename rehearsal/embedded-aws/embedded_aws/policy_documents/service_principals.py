"""Which services there are, by the names that policies have for them.

AWS publishes no list. Its managed policies name many; those that they do not name
are below, each from the service's own page.
"""

import functools
import re

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*\.amazonaws\.com(?:\.cn)?")
_REGIONAL = re.compile(r"([a-z0-9-]+)\.([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com")

_OTHERS = frozenset(
    {
        # https://docs.aws.amazon.com/accounts/latest/reference/using-orgs-trusted-access.html
        "account.amazonaws.com",
        # https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/cur-s3.html
        "bcm-data-exports.amazonaws.com",
        "billingreports.amazonaws.com",
        # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
        "cloudwatch.amazonaws.com",
        "lambda.alarms.cloudwatch.amazonaws.com",
        # https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-edge-permissions.html
        "edgelambda.lambda.amazonaws.com",
        # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
        "logdelivery.elasticloadbalancing.amazonaws.com",
        # https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
        "iam.amazonaws.com",
        "sts.amazonaws.com",
        # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
        "logging.s3.amazonaws.com",
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html
        "member.org.stacksets.cloudformation.amazonaws.com",
        "stacksets.cloudformation.amazonaws.com",
        # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
        "monitoring.rds.amazonaws.com",
        # https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
        "secretsmanager.amazonaws.com",
        # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
        "sqs.amazonaws.com",
        # https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
        "vpc-flow-logs.amazonaws.com",
    }
)


@functools.cache
def _published() -> frozenset[str]:
    from moto.iam.aws_managed_policies import aws_managed_policies_data

    return frozenset(_NAME.findall(aws_managed_policies_data))


@functools.cache
def is_service_principal(name: str) -> bool:
    """A service has the name, as such or for one region.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services-in-opt-in-regions
    """
    regional = _REGIONAL.fullmatch(name)
    plain = f"{regional[1]}.amazonaws.com" if regional else name
    return plain in _OTHERS or plain in _published()
