"""What a service, or something that concerns every service, adds to moto.

``install.py`` lists the extensions and installs them; nothing is registered by being
imported, and the order of the list has no meaning.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from embedded_aws import gate
from embedded_aws.cloudformation.provider import Provider
from embedded_aws.control import Route
from embedded_aws.delivery.receivers import Receiver
from embedded_aws.restoring.parts import Named, Part

Step = Callable[[], None]


@dataclass(frozen=True)
class Extension:
    name: str
    #: Put our methods in the place of moto's. No two extensions replace the same one.
    patches: tuple[Step, ...] = ()
    #: Wrap methods once every extension has made its patches.
    guards: tuple[Step, ...] = ()
    #: Refuse actions before moto handles them.
    checks: tuple[tuple[gate.Phase, gate.Check], ...] = ()
    #: Make the resources of stacks.
    providers: tuple[Provider, ...] = ()
    #: Registers the resources and condition keys of calls with ``embedded_aws.authorization``.
    authorization: tuple[Step, ...] = ()
    #: Of the control interface.
    routes: tuple[Route, ...] = ()
    #: Take what other services send, by the third part of an ARN.
    receivers: Mapping[str, Receiver] = field(default_factory=dict)
    #: Register with ``delivery``, ``lookup`` and ``metrics`` what others ask for or hear of.
    offers: tuple[Step, ...] = ()
    #: Restore from a snapshot what the service has.
    restores: tuple[Part, ...] = ()
    #: Make a plain resource that a snapshot has by its name alone, by CloudFormation type.
    named: Mapping[str, Named] = field(default_factory=dict)
