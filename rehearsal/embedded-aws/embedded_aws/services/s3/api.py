"""Answers that moto's S3 gives otherwise than AWS."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from moto.s3.responses import S3Response


def _described(item: Any, key: str) -> dict[str, Any]:
    found: dict[str, Any] = {"Id": item.id, key: item.arn, "Events": item.events}
    if item.filters:
        found["Filter"] = {"Key": {"FilterRules": item.filters["S3Key"]["FilterRule"]}}
    return found


def get_bucket_notification(self: "S3Response") -> Any:
    """Like moto's, with EventBridge."""
    from moto.core.responses import ActionResult, EmptyResult

    self.data["Action"] = "GetBucketNotificationConfiguration"
    configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
    if not configuration:
        return self.serialized(EmptyResult())
    result: dict[str, Any] = {
        "TopicConfigurations": [_described(t, "TopicArn") for t in configuration.topic],
        "QueueConfigurations": [_described(q, "QueueArn") for q in configuration.queue],
        "LambdaFunctionConfigurations": [
            _described(f, "LambdaFunctionArn") for f in configuration.cloud_function
        ],
    }
    if configuration.event_bridge is not None:
        result["EventBridgeConfiguration"] = {}
    return self.serialized(ActionResult(result))
