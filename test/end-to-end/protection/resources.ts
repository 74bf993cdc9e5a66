import { readYaml } from 'ofn-rehearse';
import { Resolver, type Template } from '../../../scripts/policy-lint/intrinsics.ts';

const accountId = '333333333333';
const here = `eu-west-1:${accountId}`;
const id = '0123abcd-0123-abcd-0123-0123456789ab';

/** A resource as the Service Authorization Reference knows it. */
export interface Protected {
  readonly service: string;
  /** The names of its types there. */
  readonly types: readonly string[];
  readonly arn: string;
  /** What AWS knows of the resource when it judges a call, besides the ARN. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

type Named = (name: string, properties: Readonly<Record<string, unknown>>) => Protected[];

const one =
  (service: string, types: readonly string[], arnOf: (name: string) => string): Named =>
  (name) => [{ service, types, arn: arnOf(name) }];

interface OfType {
  /** The property that names it. */
  readonly property?: string;
  readonly resources: Named;
}

/** Which resources of AWS a type of CloudFormation makes; a type without a row fails the test. */
const rows: Readonly<Record<string, OfType | { readonly because: string }>> = {
  'AWS::AccessAnalyzer::Analyzer': {
    property: 'AnalyzerName',
    resources: (name) => {
      const arn = `arn:aws:access-analyzer:${here}:analyzer/${name}`;
      return [
        { service: 'access-analyzer', types: ['Analyzer'], arn },
        { service: 'access-analyzer', types: ['ArchiveRule'], arn: `${arn}/archive-rule/any` },
      ];
    },
  },
  'AWS::Athena::NamedQuery': {
    because: 'a saved query is text, which an investigator reads before running it',
  },
  'AWS::Athena::WorkGroup': {
    property: 'Name',
    resources: one('athena', ['workgroup'], (name) => `arn:aws:athena:${here}:workgroup/${name}`),
  },
  'AWS::Batch::ComputeEnvironment': {
    property: 'ComputeEnvironmentName',
    resources: one(
      'batch',
      ['compute-environment'],
      (name) => `arn:aws:batch:${here}:compute-environment/${name}`,
    ),
  },
  'AWS::Batch::JobDefinition': {
    property: 'JobDefinitionName',
    resources: one(
      'batch',
      ['job-definition', 'job-definition-revision'],
      (name) => `arn:aws:batch:${here}:job-definition/${name}:1`,
    ),
  },
  'AWS::Batch::JobQueue': {
    property: 'JobQueueName',
    resources: one('batch', ['job-queue'], (name) => `arn:aws:batch:${here}:job-queue/${name}`),
  },
  'AWS::CloudFormation::StackSet': { because: 'the management account has it' },
  'AWS::CloudFormation::WaitConditionHandle': { because: 'it does nothing' },
  'AWS::CloudTrail::Trail': {
    property: 'TrailName',
    resources: one('cloudtrail', ['trail'], (name) => `arn:aws:cloudtrail:${here}:trail/${name}`),
  },
  'AWS::CloudWatch::Alarm': {
    property: 'AlarmName',
    resources: one('cloudwatch', ['alarm'], (name) => `arn:aws:cloudwatch:${here}:alarm:${name}`),
  },
  'AWS::CodeBuild::Project': {
    property: 'Name',
    resources: one('codebuild', ['project'], (name) => `arn:aws:codebuild:${here}:project/${name}`),
  },
  'AWS::Config::ConfigRule': { because: 'AWS Config makes it, and lets no account change it' },
  'AWS::Config::ConfigurationAggregator': {
    resources: one(
      'config',
      ['ConfigurationAggregator', 'AggregationAuthorization'],
      () => `arn:aws:config:${here}:config-aggregator/config-aggregator-any`,
    ),
  },
  'AWS::Config::ConfigurationRecorder': {
    resources: one(
      'config',
      ['ConfigurationRecorder'],
      () => `arn:aws:config:${here}:configuration-recorder/any/any`,
    ),
  },
  'AWS::Config::DeliveryChannel': { because: 'the reference has no such resource' },
  'AWS::Config::OrganizationConfigRule': {
    resources: one(
      'config',
      ['OrganizationConfigRule'],
      () => `arn:aws:config:${here}:organization-config-rule/any`,
    ),
  },
  'AWS::Config::OrganizationConformancePack': {
    resources: one(
      'config',
      ['OrganizationConformancePack'],
      () => `arn:aws:config:${here}:organization-conformance-pack/any`,
    ),
  },
  'AWS::Config::StoredQuery': {
    because: 'a saved query is text, which an investigator reads before running it',
  },
  'AWS::DynamoDB::Table': {
    property: 'TableName',
    resources: one('dynamodb', ['table'], (name) => `arn:aws:dynamodb:${here}:table/${name}`),
  },
  'AWS::EC2::InternetGateway': { because: 'a network that is cut off fails the scan' },
  'AWS::EC2::Route': { because: 'a network that is cut off fails the scan' },
  'AWS::EC2::RouteTable': { because: 'a network that is cut off fails the scan' },
  'AWS::EC2::SecurityGroup': { because: 'a network that is cut off fails the scan' },
  'AWS::EC2::Subnet': { because: 'a network that is cut off fails the scan' },
  'AWS::EC2::SubnetRouteTableAssociation': { because: 'a network that is cut off fails the scan' },
  'AWS::EC2::VPC': { because: 'a network that is cut off fails the scan' },
  'AWS::EC2::VPCGatewayAttachment': { because: 'a network that is cut off fails the scan' },
  'AWS::ECR::Repository': {
    property: 'RepositoryName',
    resources: one('ecr', ['repository'], (name) => `arn:aws:ecr:${here}:repository/${name}`),
  },
  'AWS::Events::EventBus': {
    property: 'Name',
    resources: one('events', ['event-bus'], (name) => `arn:aws:events:${here}:event-bus/${name}`),
  },
  'AWS::Events::EventBusPolicy': { because: 'ProtectBuses, in its account alone' },
  'AWS::Events::Rule': {
    property: 'Name',
    resources: (name, { EventBusName }) => {
      const path = typeof EventBusName === 'string' ? `${EventBusName}/${name}` : name;
      const types = [`rule-on-${EventBusName ? 'custom' : 'default'}-event-bus`];
      return [{ service: 'events', types, arn: `arn:aws:events:${here}:rule/${path}` }];
    },
  },
  'AWS::Glue::Database': {
    resources: one('glue', ['database'], () => `arn:aws:glue:${here}:database/ofn_audit`),
  },
  'AWS::Glue::Table': {
    resources: one('glue', ['table'], () => `arn:aws:glue:${here}:table/ofn_audit/any`),
  },
  'AWS::GuardDuty::Detector': {
    resources: one('guardduty', ['detector'], () => `arn:aws:guardduty:${here}:detector/any`),
  },
  'AWS::GuardDuty::IPSet': {
    resources: one(
      'guardduty',
      ['ipset'],
      () => `arn:aws:guardduty:${here}:detector/any/ipset/any`,
    ),
  },
  'AWS::GuardDuty::Master': { because: 'the reference has no such resource' },
  'AWS::GuardDuty::Member': { because: 'the reference has no such resource' },
  'AWS::GuardDuty::PublishingDestination': {
    resources: one(
      'guardduty',
      ['publishingDestination'],
      () => `arn:aws:guardduty:${here}:detector/any/publishingDestination/any`,
    ),
  },
  'AWS::GuardDuty::ThreatIntelSet': {
    resources: one(
      'guardduty',
      ['threatintelset'],
      () => `arn:aws:guardduty:${here}:detector/any/threatintelset/any`,
    ),
  },
  'AWS::IAM::Role': {
    property: 'RoleName',
    resources: one('iam', ['role'], (name) => `arn:aws:iam::${accountId}:role/${name}`),
  },
  'AWS::KMS::Alias': {
    property: 'AliasName',
    resources: (name) => [
      { service: 'kms', types: ['alias'], arn: `arn:aws:kms:${here}:${name}` },
      // The key is known by its aliases.
      {
        ...{ service: 'kms', types: ['key'], arn: `arn:aws:kms:${here}:key/${id}` },
        context: { 'kms:ResourceAliases': [name] },
      },
    ],
  },
  'AWS::IAM::ServiceLinkedRole': { because: 'IAM lets none of its account change it' },
  'AWS::KMS::Key': { because: 'it is known by its alias' },
  'AWS::Lambda::EventInvokeConfig': { because: 'it belongs to its function' },
  'AWS::Lambda::EventSourceMapping': {
    property: 'FunctionName',
    resources: (name) => [
      {
        ...{ service: 'lambda', types: ['eventSourceMapping'] },
        arn: `arn:aws:lambda:${here}:event-source-mapping:${id}`,
        context: {
          'lambda:FunctionArn': name.startsWith('arn:')
            ? name
            : `arn:aws:lambda:${here}:function:${name}`,
        },
      },
    ],
  },
  'AWS::Lambda::Function': {
    property: 'FunctionName',
    resources: one('lambda', ['function'], (name) => `arn:aws:lambda:${here}:function:${name}`),
  },
  'AWS::Lambda::Permission': { because: 'it belongs to its function' },
  'AWS::Logs::LogGroup': {
    property: 'LogGroupName',
    resources: (name) => [
      { service: 'logs', types: ['log-group'], arn: `arn:aws:logs:${here}:log-group:${name}` },
      {
        ...{ service: 'logs', types: ['log-stream'] },
        arn: `arn:aws:logs:${here}:log-group:${name}:log-stream:any`,
      },
    ],
  },
  'AWS::Logs::MetricFilter': { because: 'it belongs to its log group' },
  'AWS::Logs::ResourcePolicy': { because: 'ProtectBuses, in its account alone' },
  'AWS::Logs::SubscriptionFilter': { because: 'it belongs to its log group' },
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule': {
    because: 'the management account has it',
  },
  'AWS::S3::Bucket': {
    property: 'BucketName',
    resources: (name) => [
      { service: 's3', types: ['bucket'], arn: `arn:aws:s3:::${name}` },
      { service: 's3', types: ['object'], arn: `arn:aws:s3:::${name}/any/object` },
    ],
  },
  'AWS::S3::BucketPolicy': { because: 'it belongs to its bucket' },
  'AWS::SNS::Subscription': { because: 'ProtectBuses, in its account alone' },
  'AWS::SNS::Topic': {
    property: 'TopicName',
    resources: one('sns', ['topic'], (name) => `arn:aws:sns:${here}:${name}`),
  },
  'AWS::SNS::TopicPolicy': { because: 'it belongs to its topic' },
  'AWS::SQS::Queue': {
    property: 'QueueName',
    resources: one('sqs', ['queue'], (name) => `arn:aws:sqs:${here}:${name}`),
  },
  'AWS::SQS::QueuePolicy': { because: 'it belongs to its queue' },
  'Custom::FlowLogs': {
    resources: () => [
      {
        ...{ service: 'ec2', types: ['vpc-flow-log'] },
        arn: `arn:aws:ec2:${here}:vpc-flow-log/fl-01234567`,
        context: { 'aws:ResourceTag/managed-by': 'ofn-audit-flow-logs' },
      },
    ],
  },
};

/** What the stacks of a template make, and the stack itself. */
export function resourcesOf(stackName: string, file: string): Protected[] {
  const template = readYaml(file).value as Template;
  const stack = `arn:aws:cloudformation:${here}:stack/${stackName}/${id}`;
  const branches = ([0, 1] as const).map((branch) => new Resolver(template, branch));
  const made = branches.flatMap((resolver) =>
    Object.entries(template.Resources ?? {}).flatMap(([logicalId, { Type, Properties }]) => {
      const row = rows[Type];
      if (!row) {
        if (Type.startsWith('Custom::')) {
          return [];
        }
        throw new Error(`expected a row for ${Type} in ${import.meta.filename}`);
      }
      if ('because' in row) {
        return [];
      }
      const properties = (resolver.resolve(Properties) ?? {}) as Record<string, unknown>;
      // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
      const made = `${stackName}-${logicalId}-1A2B3C4D5E6F`;
      const given = (row.property && properties[row.property]) ?? made;
      // What the resolver gives for AWS::StackName.
      const name = given === 'stack' ? stackName : String(given);
      return row.resources(name.replaceAll('111111111111', accountId), properties);
    }),
  );
  return [{ service: 'cloudformation', types: ['stack'], arn: stack }, ...made];
}
