"""GuardDuty: detectors, members by organization and by invitation, findings.

Replaces moto's, which knows detectors and filters only. State belongs to an
account in a region, as on AWS.
See https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html
"""
