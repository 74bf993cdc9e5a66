"""Where a request's template and policy come from: its body, or S3."""

from urllib.parse import unquote, urlparse

from moto.cloudformation.responses import CloudFormationResponse
from moto.s3.exceptions import S3ClientError
from moto.s3.models import s3_backends

from embedded_aws.cloudformation import template
from embedded_aws.cloudformation.errors import ValidationError


def body(response: CloudFormationResponse) -> str | None:
    """The template text; None when the request has none.

    :raises ValidationError: over 51,200 bytes inline, over 1 MB by URL, both
        given, or an object that cannot be read.
    """
    inline = response._get_param("TemplateBody")
    url = response._get_param("TemplateURL")
    if inline and url:
        raise ValidationError("You can specify TemplateURL or TemplateBody, but not both.")
    if inline:
        template.check_inline_size(inline)
        return str(inline)
    if url:
        text = read(url, response.current_account, response.partition)
        template.check_url_size(text)
        return text
    return None


def policy_body(response: CloudFormationResponse, prefix: str) -> str | None:
    inline = response._get_param(f"{prefix}Body")
    url = response._get_param(f"{prefix}URL")
    if inline and url:
        raise ValidationError("You cannot specify both StackPolicyURL and StackPolicyBody")
    if url:
        return read(url, response.current_account, response.partition)
    return inline or None


def bucket_and_key(url: str) -> tuple[str, str]:
    """From a virtual-hosted or path-style address, or one on loopback."""
    parts = urlparse(url)
    host, path = parts.hostname or "", unquote(parts.path.lstrip("/"))
    if ".s3." in host or ".s3-" in host:
        return host.split(".s3", 1)[0], path
    bucket, _, key = path.partition("/")
    return bucket, key


def read(url: str, account_id: str, partition: str) -> str:
    """The object's text; a bucket's name is enough, whichever account has it."""
    bucket, key = bucket_and_key(url)
    try:
        found = s3_backends[account_id][partition].get_object(bucket, key)
    except S3ClientError as error:
        raise ValidationError(f"S3 error: {error.message}") from error
    if found is None:
        raise ValidationError("S3 error: The specified key does not exist.")
    return found.value.decode("utf-8")
