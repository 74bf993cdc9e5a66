"""What is installed of the service."""

from functools import partial

from embedded_aws import metrics
from embedded_aws.extension import Extension
from embedded_aws.services.logs import (
    account_policies,
    alarm_actions,
    alarms,
    authorization,
    mute_rules,
    patches,
    providers,
    restore,
)

SERVICE = Extension(
    "logs",
    patches=(
        patches.install,
        account_policies.install,
        alarm_actions.install,
        mute_rules.install,
    ),
    providers=providers.PROVIDERS,
    authorization=(authorization.install,),
    offers=(partial(metrics.on_change, alarms.evaluate),),
    named=restore.NAMED,
)
