"""The quotas that are known, with the values that AWS publishes, and those of accounts that differ.

https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html
"""

# mypy: disable-error-code="method-assign"

from typing import Any

from moto.servicequotas.models import ServiceQuotasBackend, servicequotas_backends

from embedded_aws import control
from embedded_aws.kept import kept

#: Service and code to name and published value.
QUOTAS: dict[tuple[str, str], tuple[str, float]] = {
    # https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    ("lambda", "L-B99A9384"): ("Concurrent executions", 1000),
    # https://docs.aws.amazon.com/general/latest/gr/ecs-service.html
    ("fargate", "L-3032A538"): ("Fargate On-Demand vCPU resource count", 6),
}

_moto_get = ServiceQuotasBackend.get_service_quota


def _applied(backend: ServiceQuotasBackend) -> dict[tuple[str, str], float]:
    """The values of an account and region that differ from the published ones."""
    return kept(backend, "applied", dict)


def _get_service_quota(
    self: ServiceQuotasBackend, service_code: str, quota_code: str
) -> dict[str, Any]:
    quota = (service_code, quota_code)
    if quota not in QUOTAS:
        found: dict[str, Any] = _moto_get(self, service_code, quota_code)
        return found
    name, published = QUOTAS[quota]
    return {
        "ServiceCode": service_code,
        "QuotaArn": f"arn:aws:servicequotas:{self.region_name}:{self.account_id}:"
        f"{service_code}/{quota_code}",
        "QuotaCode": quota_code,
        "QuotaName": name,
        "Value": _applied(self).get(quota, published),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }


def install() -> None:
    ServiceQuotasBackend.get_service_quota = _get_service_quota


def apply(backend: ServiceQuotasBackend, service: str, code: str, value: float) -> None:
    """
    :raises ValueError: the quota is none of those that are known.
    """
    if (service, code) not in QUOTAS:
        raise ValueError(f"{service}/{code} is none of the quotas that are known")
    _applied(backend)[(service, code)] = float(value)


def _set_quota(params: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    """``{region, service, code, value}``: what applies in an account and region."""
    backend = servicequotas_backends[params["id"]][body["region"]]
    try:
        apply(backend, body["service"], body["code"], body["value"])
    except ValueError as cause:
        raise control.ControlError(str(cause)) from cause
    return body


ROUTES: tuple[control.Route, ...] = (("POST", "/accounts/{id}/quotas", _set_quota),)
