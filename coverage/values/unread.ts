const network = 'without it a scan fails, and raises an alarm; it admits nothing from outside';

/** Types of our templates that no reader compares, and why. */
export const unread: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::WaitConditionHandle': 'it stands for nothing',
  'AWS::EC2::InternetGateway': network,
  'AWS::EC2::Route': network,
  'AWS::EC2::RouteTable': network,
  'AWS::EC2::Subnet': network,
  'AWS::EC2::SubnetRouteTableAssociation': network,
  'AWS::EC2::VPC': network,
  'AWS::EC2::VPCGatewayAttachment': network,
  'AWS::Glue::Database': 'the row athena reads it, and its tables have their values',
  'AWS::GuardDuty::IPSet': 'an operator gives it; GuardDuty reports without it',
  'AWS::GuardDuty::Master': 'the row guard-duty-members reads it from the other side',
  'AWS::GuardDuty::Member': 'the row guard-duty-members reads it',
  'AWS::GuardDuty::ThreatIntelSet': 'an operator gives it; GuardDuty reports without it',
  'AWS::IAM::ServiceLinkedRole': 'without it nothing is copied, which the row trail-log-copy reads',
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule':
    'the row trail-log-copy reads what it copies',
};
