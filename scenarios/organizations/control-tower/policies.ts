// The service control policies of Control Tower's mandatory controls, and of its region-deny control.
// The lists of actions are shorter than AWS's, which names every global service: those that are left
// out are called by nothing here.
// https://docs.aws.amazon.com/controltower/latest/controlreference/mandatory-controls.html
// https://docs.aws.amazon.com/controltower/latest/controlreference/primary-region-deny-policy.html

const exempt = {
  ArnNotLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/AWSControlTowerExecution' },
};

/** What Control Tower protects of its own resources. */
export const guardrails = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'GRCLOUDTRAILENABLED',
      Effect: 'Deny',
      Action: [
        'cloudtrail:DeleteTrail',
        'cloudtrail:PutEventSelectors',
        'cloudtrail:StopLogging',
        'cloudtrail:UpdateTrail',
      ],
      Resource: 'arn:*:cloudtrail:*:*:trail/aws-controltower-*',
      Condition: exempt,
    },
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
      Resource: '*',
      Condition: exempt,
    },
    {
      Sid: 'GRIAMROLEPOLICY',
      Effect: 'Deny',
      Action: [
        'iam:AttachRolePolicy',
        'iam:CreateRole',
        'iam:DeleteRole',
        'iam:DetachRolePolicy',
        'iam:PutRolePolicy',
        'iam:UpdateAssumeRolePolicy',
      ],
      Resource: [
        'arn:*:iam::*:role/aws-controltower-*',
        'arn:*:iam::*:role/*AWSControlTower*',
        'arn:*:iam::*:role/stacksets-exec-*',
      ],
      Condition: {
        ArnNotLike: {
          'aws:PrincipalArn': [
            'arn:*:iam::*:role/AWSControlTowerExecution',
            'arn:*:iam::*:role/stacksets-exec-*',
          ],
        },
      },
    },
    {
      Sid: 'GRSNSTOPICPOLICY',
      Effect: 'Deny',
      Action: ['sns:AddPermission', 'sns:CreateTopic', 'sns:DeleteTopic', 'sns:SetTopicAttributes'],
      Resource: 'arn:*:sns:*:*:aws-controltower-*',
      Condition: exempt,
    },
  ],
};

/** Denies regions that are not governed. */
export const regionDeny = (regions: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'GRREGIONDENY',
      Effect: 'Deny',
      NotAction: [
        'access-analyzer:*',
        'account:*',
        'budgets:*',
        'ce:*',
        'cloudfront:*',
        'cloudtrail:LookupEvents',
        'config:*',
        'ec2:DescribeRegions',
        'health:*',
        'iam:*',
        'kms:*',
        'organizations:*',
        'pricing:*',
        'route53:*',
        's3:GetAccountPublic*',
        's3:GetBucketLocation',
        's3:ListAllMyBuckets',
        's3:PutAccountPublic*',
        'shield:*',
        'sso:*',
        'sts:*',
        'support:*',
        'trustedadvisor:*',
        'waf:*',
        'wafv2:*',
      ],
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': regions }, ...exempt },
    },
  ],
});
