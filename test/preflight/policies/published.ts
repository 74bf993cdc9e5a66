import { configChanges, regionDeny } from './control-tower.ts';

const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });

/**
 * Service control policies that AWS publishes, by what they do.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html
 * https://github.com/aws-samples/service-control-policy-examples
 */
export const published: Readonly<Record<string, object>> = {
  'Control Tower denies regions': regionDeny('us-east-1', 'eu-central-1'),
  'Control Tower keeps its recorders': configChanges,
  'regions are denied but to some roles': document({
    Sid: 'DenyAllOutsideEU',
    Effect: 'Deny',
    NotAction: ['cloudfront:*', 'iam:*', 'organizations:*', 'route53:*', 'support:*', 'sts:*'],
    Resource: '*',
    Condition: {
      StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'eu-west-1'] },
      ArnNotLike: {
        'aws:PrincipalARN': [
          'arn:aws:iam::*:role/Role1AllowedToBypassThisSCP',
          'arn:aws:iam::*:role/Role2AllowedToBypassThisSCP',
        ],
      },
    },
  }),
  'changes of a role are denied but to an administrator': document({
    Sid: 'DenyAccessWithException',
    Effect: 'Deny',
    Action: ['iam:AttachRolePolicy', 'iam:CreateRole', 'iam:DeleteRole', 'iam:PutRolePolicy'],
    Resource: ['arn:aws:iam::*:role/ofn-audit-*'],
    Condition: {
      StringNotLike: { 'aws:PrincipalARN': 'arn:aws:iam::*:role/name-of-admin-role-to-allow' },
    },
  }),
  'calls without MFA are denied': document({
    Sid: 'DenyStopAndTerminateWhenMFAIsNotPresent',
    Effect: 'Deny',
    Action: ['ec2:StopInstances', 'iam:*', 'lambda:*'],
    Resource: '*',
    Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': false } },
  }),
  'calls of root users are denied': document({
    Sid: 'RestrictEC2ForRoot',
    Effect: 'Deny',
    Action: ['ec2:*', 'iam:*'],
    Resource: ['*'],
    Condition: { StringLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:root'] } },
  }),
  'changes of AWS Config are denied': document({
    Effect: 'Deny',
    Action: [
      'config:DeleteConfigRule',
      'config:DeleteConfigurationRecorder',
      'config:DeleteDeliveryChannel',
      'config:StopConfigurationRecorder',
    ],
    Resource: '*',
  }),
  'changes of GuardDuty are denied': document({
    Effect: 'Deny',
    Action: ['guardduty:AcceptInvitation', 'guardduty:Create*', 'guardduty:Update*'],
    Resource: '*',
  }),
  'an internet gateway is denied': document({
    Effect: 'Deny',
    Action: [
      'ec2:AttachInternetGateway',
      'ec2:CreateInternetGateway',
      'ec2:CreateVpcPeeringConnection',
    ],
    Resource: '*',
  }),
  'calls outside of expected networks are denied': document({
    Sid: 'EnforceNetworkPerimeter',
    Effect: 'Deny',
    NotAction: ['es:ES*', 'dax:GetItem'],
    Resource: '*',
    Condition: {
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
      ArnNotLikeIfExists: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/aws:ec2-infrastructure'] },
      NotIpAddressIfExists: { 'aws:SourceIp': ['203.0.113.0/24'] },
      StringNotEqualsIfExists: { 'aws:SourceVpc': ['vpc-12345678'] },
    },
  }),
  'resources of other organizations are denied': document({
    Sid: 'EnforceResourcePerimeter',
    Effect: 'Deny',
    NotAction: ['ssm:Get*', 'ec2:RunInstances'],
    Resource: '*',
    Condition: {
      StringNotEqualsIfExists: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' },
    },
  }),
  'resources without a tag are denied': document({
    Effect: 'Deny',
    Action: ['dynamodb:CreateTable', 'sqs:CreateQueue', 'lambda:CreateFunction'],
    Resource: '*',
    Condition: { Null: { 'aws:RequestTag/CostCenter': 'true' } },
  }),
};
