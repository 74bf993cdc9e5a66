/** A fault in a template that AWS reports when it is deployed, at the earliest. */
export interface Fault {
  readonly what: string;
  /** Below templates/. */
  readonly file: string;
  /** What stands there, once or more; the first is replaced. */
  readonly right: string;
  readonly wrong: string;
  /** The stack that fails, without the prefix of its name, and why. */
  readonly stack: string;
  readonly reason: string;
  /** Where AWS says so, or a public report of AWS's answer. */
  readonly source: string;
}

const aws = 'https://docs.aws.amazon.com';

/** One at most in each template, so that each stack fails for one reason. */
export const faults: readonly Fault[] = [
  {
    what: 'a trust policy of the role of a trail that asks for the source of the call',
    file: 'cloud-trail/organization-trail.yml',
    right: `              Service: cloudtrail.amazonaws.com
            Action: sts:AssumeRole
`,
    wrong: `              Service: cloudtrail.amazonaws.com
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                aws:SourceAccount: !Ref AWS::AccountId
`,
    stack: 'cloud-trail',
    reason: 'Access denied. Check the trust relationships for your role.',
    source: `${aws}/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html`,
  },
  {
    what: "a detector's ARN for actions that have no resource type",
    file: 'guard-duty/organization/organization.yml',
    right: `                # https://github.com/awsdocs/iam-user-guide/issues/218
                Resource: '*'
`,
    wrong: `                Resource: !Sub 'arn:\${AWS::Partition}:guardduty:\${AWS::Region}:\${AWS::AccountId}:detector/*'
`,
    stack: 'guard-duty-organization',
    reason: 'is not authorized to perform: guardduty:',
    source: `${aws}/service-authorization/latest/reference/list_amazonguardduty.html`,
  },
  {
    what: 'a bucket policy about another bucket',
    file: 'conformance-packs/bucket.yml',
    right: `            Action: s3:GetBucketAcl
            Resource: !GetAtt Bucket.Arn
`,
    wrong: `            Action: s3:GetBucketAcl
            Resource: !Sub 'arn:\${AWS::Partition}:s3:::another-bucket'
`,
    stack: 'conformance-packs-bucket',
    reason: 'Policy has invalid resource',
    source: 'https://github.com/hashicorp/terraform/issues/23570',
  },
  {
    what: 'a trust policy with a resource',
    file: 'config-aggregator/config-aggregator.yml',
    right: `            Action: sts:AssumeRole
`,
    wrong: `            Action: sts:AssumeRole
            Resource: '*'
`,
    stack: 'config-aggregator',
    reason: 'Has prohibited field Resource',
    source: 'https://github.com/terraform-aws-modules/terraform-aws-eks-pod-identity/issues/34',
  },
  {
    what: 'a principal that does not exist',
    file: 'security-audit/scanner.yml',
    right: `              Service: ecs-tasks.amazonaws.com
`,
    wrong: `              Service: ecs-tasks.amazonaws.com
              AWS: !Sub 'arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/missing'
`,
    stack: 'security-audit-scanner',
    reason: 'Invalid principal in policy',
    source: 'https://github.com/hashicorp/terraform-provider-aws/issues/8905',
  },
  {
    what: 'an inline policy with a principal',
    file: 'flow-logs/roles.yml',
    right: `              - Sid: AllowListOfVpcsAndFlowLogs
`,
    wrong: `              - Sid: AllowListOfVpcsAndFlowLogs
                Principal: '*'
`,
    stack: 'flow-logs-roles',
    reason: 'Policy document should not specify a principal.',
    source: `${aws}/IAM/latest/UserGuide/reference_policies_elements_principal.html`,
  },
  {
    what: 'policies of a role that are too long together',
    file: 'audit-role/audit-role.yml',
    right: '- Sid: DenySecrets',
    wrong: `- Sid: ${'DenySecrets'.repeat(1000)}`,
    stack: 'audit-role',
    reason: 'Maximum policy size of 10240 bytes exceeded for role',
    source: `${aws}/IAM/latest/UserGuide/reference_iam-quotas.html`,
  },
  {
    what: 'a bucket policy with Effect: Alow',
    file: 'findings/bucket.yml',
    right: `          - Sid: AllowLookByGuardDuty
            Effect: Allow
`,
    wrong: `          - Sid: AllowLookByGuardDuty
            Effect: Alow
`,
    stack: 'finding-bucket',
    reason: 'Invalid effect: Alow',
    source: `${aws}/IAM/latest/UserGuide/reference_policies_elements_effect.html`,
  },
  {
    what: 'a queue policy with an action that SQS does not have',
    file: 'alerts/reminders.yml',
    // In the policy of the queue; the policy of the role stands deeper.
    right: '\n            Action: sqs:SendMessage',
    wrong: '\n            Action: sqs:DispatchMessage',
    stack: 'alarm-reminders',
    reason: 'Invalid value for the parameter Policy',
    source: 'https://github.com/aws/aws-cdk/issues/15602',
  },
  {
    what: 'a transition to infrequent access before 30 days',
    file: 'flow-logs/bucket.yml',
    right: `              - StorageClass: GLACIER_IR
                TransitionInDays: !Ref archiveDays
`,
    wrong: `              - StorageClass: STANDARD_IA
                TransitionInDays: 7
`,
    stack: 'flow-logs-bucket',
    reason: "must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    source: `${aws}/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html`,
  },
  {
    what: 'a variable of a function that Lambda sets itself',
    file: 'sign-in-monitoring/monitor/monitor.yml',
    right: `          PARTITION: !Ref AWS::Partition
`,
    wrong: `          AWS_REGION: !Ref AWS::Region
`,
    stack: 'sign-in-monitor',
    reason: 'Reserved keys used in this request: AWS_REGION',
    source: `${aws}/lambda/latest/dg/configuration-envvars.html`,
  },
  {
    what: 'a period that CloudWatch does not have',
    file: 'security-reporting/dispatcher.yml',
    right: '      Period: 300',
    wrong: '      Period: 45',
    stack: 'report-dispatcher',
    reason: 'Period must be 10, 20, 30 or a multiple of 60',
    source: `${aws}/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html`,
  },
  {
    what: 'a schedule of one hours',
    file: 'security-reporting/harvester.yml',
    right: 'ScheduleExpression: !Ref schedule',
    wrong: 'ScheduleExpression: rate(1 hours)',
    stack: 'account-harvester',
    reason: 'Parameter ScheduleExpression is not valid.',
    source: `${aws}/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html`,
  },
  {
    what: 'a number that is compared without regard to case',
    file: 'security-audit/queue.yml',
    right: `          jobQueue: [!Ref JobQueue]
`,
    wrong: `          jobQueue: [{ equals-ignore-case: 2 }]
`,
    stack: 'security-audit-queue',
    reason: 'equals-ignore-case match pattern must be a string',
    source: 'https://github.com/aws/event-ruler',
  },
  {
    what: 'a wildcard with two asterisks in a row',
    file: 'sign-in-monitoring/region.yml',
    right: `      EventPattern:
`,
    wrong: `      EventPattern:
        region: [{ wildcard: 'eu-**' }]
`,
    stack: 'sign-in-region',
    reason: 'Consecutive wildcard characters',
    source: `${aws}/eventbridge/latest/userguide/eb-create-pattern-operators.html`,
  },
  {
    what: 'a text with a placeholder that no path is for',
    file: 'config-rules/rule-alerts.yml',
    right: '<aws.events.event.json>',
    wrong: '<aws.events.event.whole>',
    stack: 'config-rule-alerts',
    reason: 'contains invalid placeholder aws.events.event.whole',
    source:
      'https://github.com/localstack/localstack/blob/main/tests/aws/services/events/test_events_inputs.snapshot.json',
  },
];
