import { Unresolved } from './deployment/intrinsics.ts';
import {
  type Deployment,
  stacksOf,
  type WantedResource,
  type WantedStack,
} from './deployment/stacks.ts';
import type { WantedName } from './subject.ts';

/**
 * The property that names a resource, of types whose names are unique in an account and region.
 * Not here: what AWS names by an id of its own, such as a saved query of Athena or a list of
 * GuardDuty, and what is in something else that has a name, such as the table of a database, the
 * filter of a log group or the security group of a VPC.
 */
const nameProperties: Readonly<Record<string, string>> = {
  'AWS::AccessAnalyzer::Analyzer': 'AnalyzerName',
  'AWS::Athena::WorkGroup': 'Name',
  'AWS::Batch::ComputeEnvironment': 'ComputeEnvironmentName',
  'AWS::Batch::JobDefinition': 'JobDefinitionName',
  'AWS::Batch::JobQueue': 'JobQueueName',
  'AWS::CloudFormation::StackSet': 'StackSetName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Config::ConfigurationAggregator': 'ConfigurationAggregatorName',
  'AWS::Config::ConfigurationRecorder': 'Name',
  'AWS::Config::DeliveryChannel': 'Name',
  'AWS::Config::OrganizationConfigRule': 'OrganizationConfigRuleName',
  'AWS::Config::OrganizationConformancePack': 'OrganizationConformancePackName',
  'AWS::Config::StoredQuery': 'QueryName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::Events::EventBus': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::Glue::Database': 'DatabaseInput',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::ResourcePolicy': 'PolicyName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

/** Whether names of a type are unique, so that one can be taken. */
export const isNamed = (type: string): boolean => nameProperties[type] !== undefined;

/** Types that an account has once, whatever the region. */
const globalTypes: ReadonlySet<string> = new Set(['AWS::IAM::Role']);

/** A resource whose name only the deployment knows. */
export interface UnnamedResource {
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly why: string;
}

/** Every name that a deployment gives to a resource, with the account and region of it. */
export function wantedNames(deployment: Deployment): WantedName[] {
  return [...namesOf(deployment)].filter((one): one is WantedName => 'name' in one);
}

/** The resources whose name is not in {@link wantedNames}: their templates leave it to AWS. */
export function unnamedResources(deployment: Deployment): UnnamedResource[] {
  return [...namesOf(deployment)].filter((one): one is UnnamedResource => 'why' in one);
}

function* namesOf(deployment: Deployment): Generator<WantedName | UnnamedResource> {
  for (const stack of stacksOf(deployment)) {
    for (const resource of stack.resources) {
      if (isNamed(resource.type)) {
        yield nameIn(stack, resource);
      }
    }
  }
}

function nameIn(
  { capability, stackName, accountId, region }: WantedStack,
  resource: WantedResource,
): WantedName | UnnamedResource {
  const { type, logicalId } = resource;
  const name = nameOf(resource);
  return typeof name === 'string'
    ? {
        type,
        name,
        capability,
        logicalId,
        accountId,
        region: globalTypes.has(type) ? undefined : region,
        stackName,
      }
    : { type, logicalId, stackName, why: name?.why ?? 'the template gives no name' };
}

/**
 * The name that a template gives to a resource; that of a rule of another bus than the default one
 * is `BUS|RULE`, as CloudFormation has it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
 */
export function nameOf({ type, property }: WantedResource): string | Unresolved | undefined {
  const value = property(nameProperties[type] ?? '');
  const name = type === 'AWS::Glue::Database' ? (value as { Name?: unknown })?.Name : value;
  if (name === undefined || name instanceof Unresolved) {
    return name;
  }
  const bus = type === 'AWS::Events::Rule' ? property('EventBusName') : undefined;
  return bus === undefined ? String(name) : bus instanceof Unresolved ? bus : `${bus}|${name}`;
}
