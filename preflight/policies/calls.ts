import type { PlacedStack } from '../subject.ts';
import calls from './deploying-calls.json' with { type: 'json' };

/** A call that a deployment makes, with what AWS's reference says of it. */
export interface DeployingCall {
  readonly action: string;
  /** The property without which it is not made. */
  readonly property?: string;
  /** The forms of the ARNs that it needs; none of an action without resources. */
  readonly resources: readonly string[];
  /** Whether it is about a resource of one of these forms; otherwise about one of each. */
  readonly isOneOf?: boolean;
  /** The condition keys that its requests may have, besides those of all requests; `*` at their ends. */
  readonly keys: readonly string[];
}

/** By type of resource; `stack` and `code` are what org-formation itself calls. */
export type DeployingCalls = Readonly<Record<string, readonly DeployingCall[]>>;

const deployingCalls: DeployingCalls = calls;

/** A call in an account and region, with all resources that it is about there. */
export interface PlacedCall extends DeployingCall {
  readonly accountId: string;
  readonly region: string;
  /** Whether CloudFormation makes it, for who has called it. */
  readonly isOfCloudFormation: boolean;
  /** Values of the placeholders of `resources`, by their names. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** The placeholder that the name of a resource has in ARNs, by type. */
const placeholders: Readonly<Record<string, string>> = {
  'AWS::AccessAnalyzer::Analyzer': 'AnalyzerName',
  'AWS::Athena::WorkGroup': 'WorkGroupName',
  'AWS::Batch::ComputeEnvironment': 'ComputeEnvironmentName',
  'AWS::Batch::JobDefinition': 'JobDefinitionName',
  'AWS::Batch::JobQueue': 'JobQueueName',
  'AWS::CloudFormation::StackSet': 'StackSetName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CodeBuild::Project': 'ProjectName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::ECR::Repository': 'RepositoryName',
  'AWS::Events::EventBus': 'EventBusName',
  'AWS::Events::Rule': 'RuleName',
  'AWS::Glue::Database': 'DatabaseName',
  'AWS::IAM::Role': 'RoleNameWithPath',
  'AWS::KMS::Alias': 'Alias',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule': 'CentralizationRuleName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
};

/** The calls that create the resources of a stack, each once, and the stack itself. */
export function* callsOf({
  accountId,
  region,
  stackName,
  resources,
}: PlacedStack): Generator<PlacedCall> {
  const names: Record<string, string[]> = { StackName: [stackName] };
  for (const { type, name } of resources) {
    const placeholder = placeholders[type];
    if (placeholder !== undefined && name !== undefined) {
      names[placeholder] = [...(names[placeholder] ?? []), nameInArn(type, name)];
    }
  }
  const place = { accountId, region, names };
  const hasCode = resources.some(({ type }) => type === 'AWS::Lambda::Function');
  for (const key of hasCode ? ['code', 'stack'] : ['stack']) {
    for (const call of deployingCalls[key] ?? []) {
      yield { ...call, ...place, isOfCloudFormation: false };
    }
  }
  const seen = new Set<string>();
  for (const { type, properties } of resources) {
    const key = type.startsWith('Custom::') ? 'Custom::*' : type;
    for (const call of deployingCalls[key] ?? []) {
      const isMade = call.property === undefined || properties.includes(call.property);
      if (isMade && !seen.has(call.action)) {
        seen.add(call.action);
        yield { ...call, ...place, isOfCloudFormation: true };
      }
    }
  }
}

/** A rule of a bus is `BUS/RULE` in its ARN, and `alias/` is not a part of the placeholder. */
function nameInArn(type: string, name: string): string {
  switch (type) {
    case 'AWS::Events::Rule':
      return name.replace('|', '/');
    case 'AWS::KMS::Alias':
      return name.replace(/^alias\//, '');
    default:
      return name;
  }
}
