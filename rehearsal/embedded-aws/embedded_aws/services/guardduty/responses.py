"""The GuardDuty API.

Its parts, by whom they concern: :mod:`.api_detectors`, :mod:`.api_members`,
:mod:`.api_organization`, :mod:`.api_findings` and :mod:`.api_exports`.
"""

from embedded_aws.services.guardduty.api_detectors import DetectorActions
from embedded_aws.services.guardduty.api_exports import ExportActions
from embedded_aws.services.guardduty.api_findings import FindingActions
from embedded_aws.services.guardduty.api_members import MemberActions
from embedded_aws.services.guardduty.api_organization import OrganizationActions


class Response(DetectorActions, MemberActions, OrganizationActions, FindingActions, ExportActions):
    """Every action that is modelled here; any other fails as not implemented."""
