"""The IAM name of an API action, where it is another than the API's.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model

from embedded_aws.authorization import reference

#: Services whose prefix is neither their name in SDKs nor the name that requests are signed for.
_PREFIXES = {"resourcegroupstaggingapi": "tag", "keyspaces": "cassandra"}

#: Each as the page of the API's operation, or the reference's page of the service, says.
_ACTIONS = {
    # https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_GetFindingV2.html
    "access-analyzer:GetFindingV2": "access-analyzer:GetFinding",
    "access-analyzer:ListFindingsV2": "access-analyzer:ListFindings",
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
    "budgets:DescribeBudget": "budgets:ViewBudget",
    "budgets:DescribeBudgets": "budgets:ViewBudget",
    # https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
    "dynamodb:TransactGetItems": "dynamodb:GetItem",
    # https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
    "lambda:Invoke": "lambda:InvokeFunction",
    "lambda:InvokeAsync": "lambda:InvokeFunction",
    "lambda:InvokeWithResponseStream": "lambda:InvokeFunction",
    "lambda:GetLayerVersionByArn": "lambda:GetLayerVersion",
    # https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html
    "s3:GetPublicAccessBlock": "s3:GetAccountPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    "s3:DeletePublicAccessBlock": "s3:PutAccountPublicAccessBlock",
    # https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    # https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
    "sns:PublishBatch": "sns:Publish",
}


def action_of(response: BaseResponse) -> str:
    """Such as ``lambda:InvokeFunction``."""
    service = response.boto3_service_name
    # Its actions are the methods of HTTP.
    # https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html
    if service in ("apigateway", "apigatewayv2"):
        return f"apigateway:{response.method}"
    return name_of(service, response._get_action())


def name_of(service: str, operation: str) -> str:
    """The action of an operation, by the names that SDKs have for both.

    One that the reference lacks keeps the name of its operation.
    """
    signed_for = get_service_model(service).signing_name
    prefixes = [_PREFIXES.get(service), signed_for, service]
    names = [f"{prefix}:{operation}" for prefix in prefixes if prefix]
    names = [_ACTIONS.get(name, name) for name in names]
    return next((name for name in names if reference.action(name) is not None), names[0])
