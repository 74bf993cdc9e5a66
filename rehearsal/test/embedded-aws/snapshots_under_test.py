"""A snapshot of a small organization, and its restoration: ``rehearsal/snapshot/format.ts``."""

import functools
import hashlib
import json
import time
from typing import Any

import boto3
from embedded_aws.server import Server
from organizations_under_test import REGION, Organization, control, new_account_id


def place(**found: Any) -> dict[str, Any]:
    """One region of an account, empty but for what is given."""
    lists = (
        *("stacks", "trails", "recorders", "deliveryChannels", "aggregators"),
        *("organizationConfigRules", "organizationConformancePacks", "configRules"),
        *("conformancePacks", "guardDutyAdministrators", "analyzers"),
    )
    dicts = ("named", "quotas", "unread")
    empty: dict[str, Any] = {**{name: [] for name in lists}, **{name: {} for name in dicts}}
    return {"region": REGION, **empty, **found}


def stack(name: str, account_id: str, **found: Any) -> dict[str, Any]:
    return {
        "StackName": name,
        "StackId": f"arn:aws:cloudformation:{REGION}:{account_id}:stack/{name}/1234",
        "StackStatus": "CREATE_COMPLETE",
        "CreationTime": "2026-01-01T00:00:00.000Z",
        "EnableTerminationProtection": False,
        "Parameters": {},
        "Outputs": {},
        "Tags": {},
        "resources": [],
        **found,
    }


def resource(logical_id: str, type_name: str, physical_id: str) -> dict[str, str]:
    return {
        "LogicalResourceId": logical_id,
        "ResourceType": type_name,
        "PhysicalResourceId": physical_id,
        "ResourceStatus": "CREATE_COMPLETE",
    }


class Snapshot:
    """Of a management account and a member, which a test changes before it is restored."""

    def __init__(self) -> None:
        self.management, self.member = new_account_id(), new_account_id()
        self.content: dict[str, Any] = {
            "format": 1,
            "takenAt": "2026-01-02T00:00:00.000Z",
            "homeRegion": REGION,
            "regions": [REGION],
            "organization": {
                "Id": f"o-{self.management[-10:]}",
                "MasterAccountId": self.management,
                "MasterAccountEmail": Organization.email(self.management),
                "FeatureSet": "ALL",
                "rootId": "r-ab12",
                "policyTypes": [],
                "units": [],
                "policies": [],
                "trustedServices": [],
                "delegatedAdministrators": [],
                "handshakes": [],
                "accountRequests": [],
                "stackSetsAccess": "DISABLED",
                "unread": {},
            },
            "accounts": [self._account(self.management), self._account(self.member)],
            "stackSets": [],
        }

    @staticmethod
    def _account(account_id: str) -> dict[str, Any]:
        return {
            "Id": account_id,
            "Name": account_id,
            "Email": Organization.email(account_id),
            "state": "ACTIVE",
            "JoinedMethod": "CREATED",
            "parentId": "r-ab12",
            "tags": {},
            "regionOptStatus": {},
            "roles": [],
            "buckets": [],
            "places": [place()],
            "unread": {},
        }

    @property
    def organization(self) -> dict[str, Any]:
        found: dict[str, Any] = self.content["organization"]
        return found

    def account(self, account_id: str) -> dict[str, Any]:
        return next(one for one in self.content["accounts"] if one["Id"] == account_id)

    def put(self, account_id: str, **found: Any) -> None:
        """Into the place of an account; texts of templates get a key."""
        for one in found.get("stacks", []):
            if "template" in one:
                one["template"] = self._keyed("templates", one["template"])
        self.account(account_id)["places"][0].update(found)

    def store(self, **code: str) -> None:
        """Code in base64, by bucket and key."""
        self.content["code"] = {
            place: self._keyed("archives", content) for place, content in code.items()
        }

    def _keyed(self, table: str, content: str) -> str:
        key = hashlib.sha256(content.encode()).hexdigest()
        self.content.setdefault(table, {})[key] = content
        return key

    def manages(self, account_id: str, *names: str) -> None:
        """org-formation's state names these stacks."""
        where = {account_id: {REGION: {"accountId": account_id, "region": REGION}}}
        state = {"masterAccountId": self.management, "stacks": {name: where for name in names}}
        self.content["state"] = {"bucket": f"state-{self.management}", "key": "state.json"}
        self.content["state"]["body"] = json.dumps(state)

    def restore(self, aws: Server) -> dict[str, Any]:
        """What ``GET /restore`` answers in the end, if nothing went wrong."""
        found = self.attempt(aws)
        assert found["error"] is None
        return found

    def attempt(self, aws: Server) -> dict[str, Any]:
        found: dict[str, Any] = control(aws.endpoint, "POST", "/restore", self.content)
        while not found["done"]:
            time.sleep(0.02)
            found = control(aws.endpoint, "GET", "/restore")
        return found


@functools.cache
def _key(endpoint: str, account_id: str) -> dict[str, str]:
    """One for all: a user may have two."""
    found: dict[str, str] = control(endpoint, "POST", f"/accounts/{account_id}/keys")
    return found


def administrator(aws: Server, account_id: str) -> Any:
    """``client(service)`` in the account, by a key of its administrator."""
    key = _key(aws.endpoint, account_id)

    def client(service: str, region: str = REGION) -> Any:
        return boto3.client(
            service,
            endpoint_url=aws.endpoint,
            region_name=region,
            aws_access_key_id=key["accessKeyId"],
            aws_secret_access_key=key["secretAccessKey"],
        )

    return client
