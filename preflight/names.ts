import { Unresolved } from './deployment/intrinsics.ts';
import { type Deployment, stacksOf, type WantedResource } from './deployment/stacks.ts';
import type { PlacedStack, WantedName } from './subject.ts';

/**
 * The property that names a resource, of types whose names are unique in an account and region.
 * Not here: what AWS names by an id of its own, such as a saved query of Athena or a list of
 * GuardDuty, or by its service, such as a service-linked role; and what is in something else that has a name, such as the table of a database, the
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
  'AWS::CodeBuild::Project': 'Name',
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
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule': 'RuleName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

/** Whether names of a type are unique, so that one can be taken. */
export const isNamed = (type: string): boolean => nameProperties[type] !== undefined;

/** Types that an account has once, whatever the region. */
const globalTypes: ReadonlySet<string> = new Set(['AWS::IAM::Role']);

/** Every stack of a deployment, with the account and region of it, and what it names. */
export function placedStacks(deployment: Deployment): PlacedStack[] {
  return [...stacksOf(deployment)].map(({ resources, ...stack }) => ({
    ...stack,
    resources: resources.map((resource) => {
      const { logicalId, type, properties, outlives } = resource;
      const name = isNamed(type) ? nameOf(resource) : undefined;
      return {
        ...{ logicalId, type, properties, name: typeof name === 'string' ? name : undefined },
        ...(outlives && { outlives }),
      };
    }),
  }));
}

/** Every name that a deployment gives to a resource. */
export const wantedNames = (stacks: readonly PlacedStack[]): WantedName[] =>
  stacks.flatMap(({ capability, stackName, accountId, region, resources }) =>
    resources.flatMap(({ logicalId, type, name, outlives }) =>
      name === undefined
        ? []
        : [
            {
              ...{ type, name, capability, logicalId, accountId },
              region: globalTypes.has(type) ? undefined : region,
              stackName,
              ...(outlives && { outlives }),
            },
          ],
    ),
  );

/**
 * The name that a template gives to a resource; that of a rule of another bus than the default one
 * is `BUS|RULE`, as CloudFormation has it.
 *
 * @returns undefined when the template leaves the name to AWS
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
