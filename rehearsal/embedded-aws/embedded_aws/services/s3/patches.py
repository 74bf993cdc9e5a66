"""Notifications of buckets in place of moto's."""

# mypy: disable-error-code="method-assign"

from typing import Any

from embedded_aws.services.s3 import api, notifications


def _mend_notifications() -> None:
    import moto.s3.models
    import moto.s3.notifications
    from moto.s3.models import S3Backend
    from moto.s3.responses import S3Response

    put = S3Backend.put_bucket_notification_configuration
    delete = S3Backend.delete_object

    def checked_put(self: S3Backend, bucket_name: str, notification_config: dict[str, Any]) -> None:
        notifications.check(self.get_bucket(bucket_name), notification_config or {})
        put(self, bucket_name, notification_config)

    def delete_object(
        self: S3Backend,
        bucket_name: str,
        key_name: str,
        version_id: str | None = None,
        bypass: bool = False,
    ) -> Any:
        found, meta = delete(self, bucket_name, key_name, version_id, bypass)
        bucket = self.get_bucket(bucket_name)
        if bucket.is_versioned and version_id is None:
            # moto does not publish a delete marker.
            marker = bucket.keys.get(key_name)
            notifications.send(
                self.account_id, "s3:ObjectRemoved:DeleteMarkerCreated", bucket, marker
            )
        return found, meta

    S3Backend.put_bucket_notification_configuration = checked_put
    S3Backend.delete_object = delete_object
    S3Response.get_bucket_notification = api.get_bucket_notification
    moto.s3.notifications.send_event = notifications.send
    moto.s3.notifications.send_test_event = notifications.send_test_event
    # moto looks through the rules of every account for each new bucket; AWS
    # sends none of them to EventBridge but through CloudTrail.
    moto.s3.models.events_send_notification = lambda *args, **kwargs: None


def install() -> None:
    _mend_notifications()
