/**
 * The landing zone's region deny control of Control Tower, with its governed regions.
 * https://docs.aws.amazon.com/controltower/latest/controlreference/primary-region-deny-policy.html
 */
export const regionDeny = (...governed: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'GRREGIONDENY',
      Effect: 'Deny',
      NotAction: exempt,
      Resource: '*',
      Condition: {
        StringNotEquals: { 'aws:RequestedRegion': governed },
        ArnNotLike: { 'aws:PrincipalARN': ['arn:*:iam::*:role/AWSControlTowerExecution'] },
      },
    },
  ],
});

/** What the control leaves alone, of the services and actions that a deployment may call. */
const exempt = [
  'access-analyzer:*',
  'account:*',
  'acm:*',
  'cloudtrail:LookupEvents',
  'config:*',
  'ec2:DescribeRegions',
  'iam:*',
  'kms:*',
  'organizations:*',
  's3:GetAccountPublicAccessBlock',
  's3:GetBucketLocation',
  's3:GetBucketPolicyStatus',
  's3:GetBucketPublicAccessBlock',
  's3:ListAllMyBuckets',
  's3:PutAccountPublicAccessBlock',
  'sts:*',
  'tag:GetResources',
];

/**
 * What keeps Control Tower's own recorders as they are.
 * https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html#config-changes-prohibited
 */
export const configChanges = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'GRCONFIGENABLED',
      Effect: 'Deny',
      Action: [
        'config:DeleteConfigurationRecorder',
        'config:DeleteDeliveryChannel',
        'config:DeleteRetentionConfiguration',
        'config:PutConfigurationRecorder',
        'config:PutDeliveryChannel',
        'config:PutRetentionConfiguration',
        'config:StopConfigurationRecorder',
      ],
      Resource: ['*'],
      Condition: {
        ArnNotLike: { 'aws:PrincipalARN': 'arn:*:iam::*:role/AWSControlTowerExecution' },
      },
    },
  ],
};
