import type { Finding } from '../finding.ts';
import type { Check, PlacedStack, Subject, WantedName } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, parameterOf, prefixOf } from './view.ts';

const long: Kind = {
  kind: 'name-too-long',
  level: 'no-go',
  title: 'a name is longer than AWS allows',
  solvedBy: '`resourcePrefix`, or the parameter of the name',
};
const refused: Kind = {
  kind: 'name-refused',
  level: 'no-go',
  title: 'a name has characters that AWS does not allow',
  solvedBy: '`resourcePrefix`, or the parameter of the name',
};

/** What AWS allows as a name. */
interface Rule {
  readonly most: number;
  readonly pattern: RegExp;
}

/** Each as the page of the API that creates it has it. */
const rules: Readonly<Record<string, Rule>> = {
  // https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CreateAnalyzer.html
  'AWS::AccessAnalyzer::Analyzer': { most: 255, pattern: /^[A-Za-z_][A-Za-z0-9_.-]*$/ },
  // https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateWorkGroup.html
  'AWS::Athena::WorkGroup': { most: 128, pattern: /^[a-zA-Z0-9._-]+$/ },
  // https://docs.aws.amazon.com/batch/latest/APIReference/API_CreateComputeEnvironment.html
  'AWS::Batch::ComputeEnvironment': { most: 128, pattern: /^[A-Za-z0-9_-]+$/ },
  'AWS::Batch::JobDefinition': { most: 128, pattern: /^[A-Za-z0-9_-]+$/ },
  'AWS::Batch::JobQueue': { most: 128, pattern: /^[A-Za-z0-9_-]+$/ },
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
  'AWS::CloudFormation::Stack': { most: 128, pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/ },
  'AWS::CloudFormation::StackSet': { most: 128, pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/ },
  // https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html
  'AWS::CloudTrail::Trail': { most: 128, pattern: /^[A-Za-z0-9](?:[._-]?[A-Za-z0-9])+$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  'AWS::CloudWatch::Alarm': { most: 255, pattern: /^[\x20-\x7e]+$/ },
  // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
  'AWS::CodeBuild::Project': { most: 150, pattern: /^[A-Za-z0-9][A-Za-z0-9_-]+$/ },
  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutConfigurationAggregator.html
  'AWS::Config::ConfigurationAggregator': { most: 256, pattern: /^[\w-]+$/ },
  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
  'AWS::Config::OrganizationConfigRule': { most: 64, pattern: /^[A-Za-z0-9_-]+$/ },
  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConformancePack.html
  'AWS::Config::OrganizationConformancePack': { most: 128, pattern: /^[a-zA-Z][-a-zA-Z0-9]*$/ },
  // https://docs.aws.amazon.com/config/latest/APIReference/API_StoredQuery.html
  'AWS::Config::StoredQuery': { most: 64, pattern: /^[a-zA-Z0-9_-]+$/ },
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
  'AWS::DynamoDB::Table': { most: 255, pattern: /^[a-zA-Z0-9_.-]+$/ },
  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
  'AWS::ECR::Repository': {
    most: 256,
    pattern: /^[a-z0-9]+(?:(?:\.|_|__|-+|\/)[a-z0-9]+)*$/,
  },
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html
  'AWS::Events::EventBus': { most: 256, pattern: /^[.\-_A-Za-z0-9]+$/ },
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html
  'AWS::Events::Rule': { most: 64, pattern: /^[.\-_A-Za-z0-9]+$/ },
  // https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html
  'AWS::Glue::Database': { most: 255, pattern: /^[a-z0-9_]+$/ },
  // https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
  'AWS::IAM::Role': { most: 64, pattern: /^[\w+=,.@-]+$/ },
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
  'AWS::KMS::Alias': { most: 256, pattern: /^alias\/(?!aws\/)[a-zA-Z0-9/_-]+$/ },
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
  'AWS::Lambda::Function': { most: 64, pattern: /^[a-zA-Z0-9_-]+$/ },
  // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
  'AWS::Logs::LogGroup': { most: 512, pattern: /^[.\-_/#A-Za-z0-9]+$/ },
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-observabilityadmin-organizationcentralizationrule.html
  'AWS::ObservabilityAdmin::OrganizationCentralizationRule': {
    most: 100,
    pattern: /^[0-9A-Za-z-]+$/,
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
  'AWS::S3::Bucket': { most: 63, pattern: /^(?!.*\.\.)[a-z0-9][a-z0-9.-]+[a-z0-9]$/ },
  // https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
  'AWS::SNS::Topic': { most: 256, pattern: /^[A-Za-z0-9_-]+$/ },
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
  'AWS::SQS::Queue': { most: 80, pattern: /^[A-Za-z0-9_-]+$/ },
};

/** The parameters that are in names, besides the prefix. */
const others = ['auditRoleName', 'conformancePackBucket', 'reportBucketSuffix'] as const;

function findingOf(subject: Subject, wanted: WantedName): Finding | undefined {
  const { type, accountId, region, capability } = wanted;
  // A rule of a bus of its own comes behind the bus.
  const name = wanted.name.split('|').at(-1) ?? '';
  const rule = rules[type];
  const kind = !rule
    ? undefined
    : name.length > rule.most
      ? long
      : rule.pattern.test(name)
        ? undefined
        : refused;
  if (!rule || !kind) {
    return undefined;
  }
  const given = others.map((parameter) => [parameter, String(parameterOf(subject, parameter))]);
  const [parameter, value] = given.find(([, text = '']) => text !== '' && name.includes(text)) ?? [
    'resourcePrefix',
    prefixOf(subject),
  ];
  const what = type.split('::').at(-1);
  return finding(kind, {
    found:
      kind === long
        ? `the ${what} ${name} of ${capability} would have a name of ${name.length} characters, and AWS allows ${rule.most}`
        : `the ${what} ${name} of ${capability} would have a name that AWS does not allow: ${rule.pattern.source}`,
    places: [at(accountId, region)],
    remedy: `choose another ${parameter} than '${value}'`,
  });
}

/** The stacks as names themselves. */
const nameOf = ({ stackName, capability, accountId, region }: PlacedStack): WantedName => ({
  ...{ type: 'AWS::CloudFormation::Stack', name: stackName, logicalId: '', stackName },
  ...{ capability, accountId, region },
});

const check: Check = function* (subject) {
  const all = [...subject.stacks.map(nameOf), ...subject.wanted];
  const found = all.flatMap((wanted) => findingOf(subject, wanted) ?? []);
  for (const [, [first, ...more]] of Map.groupBy(found, (each) => each.found)) {
    if (first) {
      yield { ...first, places: [first, ...more].flatMap(({ places }) => places) };
    }
  }
};

/** Names that AWS does not allow. */
export const names: Topic = { kinds: [long, refused], check };
