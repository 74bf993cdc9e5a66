import type { Kind } from './kind.ts';

/** Where a name is, for a command of the AWS CLI. */
export interface Located {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
}

/** A type whose names are unique in an account and region. */
export interface TakenType {
  readonly kind: Kind;
  /** What it is in a sentence, with its article. */
  readonly noun: string;
  /** The command that removes it, without the region. */
  readonly remove: (located: Located) => string;
}

const kindOf = (kind: string, noun: string): Kind => ({
  kind,
  level: 'no-go',
  title: `${noun} has a name that is wanted, and is in no stack of this project`,
  solvedBy: 'a command, or `resourcePrefix`',
});

const type = (kind: string, noun: string, remove: TakenType['remove']): TakenType => ({
  kind: kindOf(kind, noun),
  noun,
  remove,
});

/** The targets of a rule are removed first. */
function removeRule({ name }: Located): string {
  const [rule, bus = 'default'] = name.split('|').toReversed();
  const of = `--rule ${rule} --event-bus-name ${bus}`;
  return `aws events remove-targets ${of} --ids $(aws events list-targets-by-rule ${of} --query 'Targets[].Id' --output text) && aws events delete-rule --name ${rule} --event-bus-name ${bus}`;
}

/**
 * CloudFormation creates a resource, and its services and types answer that it exists already: by
 * contract where the type is of the registry.
 *
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html
 */
export const takenTypes: Readonly<Record<string, TakenType>> = {
  'AWS::AccessAnalyzer::Analyzer': type(
    'analyzer-taken',
    'an analyzer',
    ({ name }) => `aws accessanalyzer delete-analyzer --analyzer-name ${name}`,
  ),
  'AWS::Athena::WorkGroup': type(
    'workgroup-taken',
    'a workgroup',
    ({ name }) => `aws athena delete-work-group --work-group ${name} --recursive-delete-option`,
  ),
  'AWS::Batch::ComputeEnvironment': type(
    'compute-environment-taken',
    'a compute environment',
    ({ name }) =>
      `aws batch update-compute-environment --compute-environment ${name} --state DISABLED && aws batch delete-compute-environment --compute-environment ${name}`,
  ),
  'AWS::Batch::JobQueue': type(
    'job-queue-taken',
    'a job queue',
    ({ name }) =>
      `aws batch update-job-queue --job-queue ${name} --state DISABLED && aws batch delete-job-queue --job-queue ${name}`,
  ),
  'AWS::CloudFormation::StackSet': type(
    'stack-set-taken',
    'a StackSet',
    ({ name }) =>
      `aws cloudformation delete-stack-set --stack-set-name ${name}, once it has no instances`,
  ),
  'AWS::CloudTrail::Trail': type(
    'trail-taken',
    'a trail',
    ({ name }) => `aws cloudtrail delete-trail --name ${name}`,
  ),
  'AWS::CodeBuild::Project': type(
    'build-project-taken',
    'a build project',
    ({ name }) => `aws codebuild delete-project --name ${name}`,
  ),
  'AWS::CloudWatch::Alarm': type(
    'alarm-taken',
    'an alarm',
    ({ name }) => `aws cloudwatch delete-alarms --alarm-names ${name}`,
  ),
  'AWS::Config::ConfigurationAggregator': type(
    'aggregator-taken',
    'an aggregator',
    ({ name }) =>
      `aws configservice delete-configuration-aggregator --configuration-aggregator-name ${name}`,
  ),
  'AWS::Config::OrganizationConfigRule': type(
    'organization-rule-taken',
    'an organization rule',
    ({ name }) =>
      `aws configservice delete-organization-config-rule --organization-config-rule-name ${name}`,
  ),
  'AWS::Config::OrganizationConformancePack': type(
    'organization-pack-taken',
    'an organization conformance pack',
    ({ name }) =>
      `aws configservice delete-organization-conformance-pack --organization-conformance-pack-name ${name}`,
  ),
  'AWS::Config::StoredQuery': type(
    'stored-query-taken',
    'a saved query of AWS Config',
    ({ name }) => `aws configservice delete-stored-query --query-name ${name}`,
  ),
  'AWS::DynamoDB::Table': type(
    'table-taken',
    'a table',
    ({ name }) => `aws dynamodb delete-table --table-name ${name}`,
  ),
  'AWS::ECR::Repository': type(
    'repository-taken',
    'a repository of images',
    ({ name }) => `aws ecr delete-repository --repository-name ${name} --force`,
  ),
  'AWS::Events::EventBus': type(
    'bus-taken',
    'an event bus',
    ({ name }) => `aws events delete-event-bus --name ${name}`,
  ),
  'AWS::Events::Rule': type('rule-taken', 'an event rule', removeRule),
  'AWS::Glue::Database': type(
    'database-taken',
    'a database',
    ({ name }) => `aws glue delete-database --name ${name}`,
  ),
  'AWS::IAM::Role': type(
    'role-taken',
    'a role',
    ({ name }) => `aws iam delete-role --role-name ${name}, once it has no policies`,
  ),
  'AWS::KMS::Alias': type(
    'key-alias-taken',
    'an alias of a key',
    ({ name }) => `aws kms delete-alias --alias-name ${name}`,
  ),
  'AWS::Lambda::Function': type(
    'function-taken',
    'a function',
    ({ name }) => `aws lambda delete-function --function-name ${name}`,
  ),
  'AWS::Logs::LogGroup': type(
    'log-group-taken',
    'a log group',
    ({ name }) => `aws logs delete-log-group --log-group-name ${name}`,
  ),
  'AWS::Logs::ResourcePolicy': type(
    'log-policy-taken',
    'a resource policy of CloudWatch Logs',
    ({ name }) => `aws logs delete-resource-policy --policy-name ${name}`,
  ),
  // Seen in the stacks of others alone: preflight has no client of its service.
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule': type(
    'centralization-rule-taken',
    'a centralization rule',
    ({ name }) =>
      `aws observabilityadmin delete-centralization-rule-for-organization --rule-identifier ${name}`,
  ),
  'AWS::SNS::Topic': type(
    'topic-taken',
    'a topic',
    ({ name, accountId, region, partition }) =>
      `aws sns delete-topic --topic-arn arn:${partition}:sns:${region}:${accountId}:${name}`,
  ),
  'AWS::SQS::Queue': type(
    'queue-taken',
    'a queue',
    ({ name, region }) =>
      `aws sqs delete-queue --queue-url $(aws sqs get-queue-url --queue-name ${name} --query QueueUrl --output text --region ${region})`,
  ),
};
