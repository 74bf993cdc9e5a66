"""The IAM name of an API action, where it is another than the API's.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from moto.core.responses import BaseResponse

_PREFIXES = {
    "accessanalyzer": "access-analyzer",
    "application-autoscaling": "application-autoscaling",
    "elbv2": "elasticloadbalancing",
    "elb": "elasticloadbalancing",
    "identitystore": "identitystore",
    "resourcegroupstaggingapi": "tag",
    "s3control": "s3",
    "sso-admin": "sso",
    "stepfunctions": "states",
    "opensearch": "es",
    "efs": "elasticfilesystem",
    "cognito-idp": "cognito-idp",
}
_ACTIONS = {
    "lambda:Invoke": "lambda:InvokeFunction",
    "lambda:InvokeAsync": "lambda:InvokeFunction",
    "lambda:ListFunctionEventInvokeConfigs": "lambda:ListFunctionEventInvokeConfigs",
    # Of S3 Control, which is about the account; S3 itself names its actions elsewhere.
    "s3:DeletePublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "s3:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sns:PublishBatch": "sns:Publish",
}


def action_of(response: BaseResponse) -> str:
    """Such as ``lambda:InvokeFunction``."""
    service = response.boto3_service_name
    name = f"{_PREFIXES.get(service, service)}:{response._get_action()}"
    return _ACTIONS.get(name, name)
