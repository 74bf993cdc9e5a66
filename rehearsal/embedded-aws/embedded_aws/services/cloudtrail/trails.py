"""Trails as CloudTrail keeps them: owned by one account, seen by an organization."""

import copy
from typing import Any

from moto.cloudtrail.exceptions import TrailNotFoundException
from moto.cloudtrail.models import CloudTrailBackend, Trail, cloudtrail_backends

from embedded_aws.lookup import organizations
from embedded_aws.services.cloudtrail import checks


def _organization_trails(account_id: str) -> list[Trail]:
    """The organization's trails, which every member sees as shadows."""

    if organizations.organization_of(account_id) is None:
        return []
    management = organizations.management_account_id(account_id)
    return [t for t in _of_account(management) if t.is_org_trail]


def _of_account(account_id: str | None) -> list[Trail]:
    if account_id is None or account_id not in cloudtrail_backends:
        return []
    backends = list(cloudtrail_backends[account_id].values())
    return [trail for backend in backends for trail in backend.trails.values()]


def visible(backend: CloudTrailBackend, include_shadow_trails: bool = True) -> list[Trail]:
    """What DescribeTrails shows: trails of this region, and shadows of others."""
    if not include_shadow_trails:
        return list(backend.trails.values())
    known = {t.arn: t for t in _of_account(backend.account_id)}
    known |= {t.arn: t for t in _organization_trails(backend.account_id)}
    return [t for t in known.values() if t.is_multi_region or t.region_name == backend.region_name]


def records(account_id: str, region: str) -> bool:
    """Some trail that logs covers the account in the region."""
    backend = cloudtrail_backends[account_id][region]
    return any(trail.status.is_logging for trail in visible(backend))


def find(backend: CloudTrailBackend, name: str) -> Trail:
    """By name in the caller's own account, by ARN wherever the caller sees it."""
    for trail in visible(backend):
        own = trail.account_id == backend.account_id
        if trail.arn == name or (own and trail.trail_name == name):
            return trail
    raise TrailNotFoundException(account_id=backend.account_id, name=name)


def writable(backend: CloudTrailBackend, name: str) -> Trail:
    """The trail, for an account that may change it, in its home region.

    An organization trail is changed by the management account or a delegated
    administrator, never by a member that merely sees it.
    """
    trail = find(backend, name)
    if trail.account_id != backend.account_id:
        checks.owner_of_organization_trail(backend.account_id)
    if trail.region_name != backend.region_name:
        raise checks.Refused(
            "InvalidHomeRegionException",
            f"Trail {trail.arn} can only be changed from its home region {trail.region_name}.",
        )
    return trail


def create(backend: CloudTrailBackend, **settings: Any) -> Trail:
    """CreateTrail.

    :raises JsonRESTError: whatever CloudTrail refuses, under its name.
    """
    tags = settings.pop("tags_list", None) or []
    owner = backend.account_id
    if settings["is_org_trail"]:
        owner = checks.owner_of_organization_trail(backend.account_id)
    home = cloudtrail_backends[owner][backend.region_name]
    if settings["name"] in home.trails:
        raise checks.Refused(
            "TrailAlreadyExistsException",
            f"Trail {settings['name']} already exists for customer: {owner}",
        )
    if len(visible(home)) >= checks.TRAILS_PER_REGION:
        raise checks.Refused(
            "MaximumNumberOfTrailsExceededException",
            f"User: {owner} already has {checks.TRAILS_PER_REGION} trails in"
            f" {backend.region_name}.",
        )
    settings["trail_name"] = settings.pop("name")
    trail = Trail(owner, backend.region_name, **settings)
    checks.check(trail, backend.account_id)
    home.trails[trail.trail_name] = trail
    home.tagging_service.tag_resource(trail.arn, tags)
    return trail


def update(backend: CloudTrailBackend, name: str, **settings: Any) -> Trail:
    """UpdateTrail: all or nothing."""
    trail = writable(backend, name)
    candidate = copy.copy(trail)
    candidate.update(**settings)
    if settings.get("is_organization_trail"):
        checks.owner_of_organization_trail(backend.account_id)
    checks.check(candidate, backend.account_id)
    trail.__dict__.update(candidate.__dict__)
    return trail


def delete(backend: CloudTrailBackend, name: str) -> None:
    trail = writable(backend, name)
    home = cloudtrail_backends[trail.account_id][trail.region_name]
    home.tagging_service.delete_all_tags_for_resource(trail.arn)
    del home.trails[trail.trail_name]
