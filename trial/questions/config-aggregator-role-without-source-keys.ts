import {
  DescribeConfigurationAggregatorSourcesStatusCommand,
  PutConfigurationAggregatorCommand,
} from '@aws-sdk/client-config-service';
import type { Context } from '../context.ts';
import { type Question, Unanswered } from '../question.ts';
import { outputs, serviceRole } from '../roles.ts';

const needed = [
  {
    Action: [
      'organizations:DescribeOrganization',
      'organizations:ListAWSServiceAccessForOrganization',
      'organizations:ListAccounts',
      'organizations:ListDelegatedAdministrators',
    ],
    Resource: '*',
  },
];

export const configAggregatorRoleWithoutSourceKeys: Question = {
  id: 'config-aggregator-role-without-source-keys',
  question: 'Does AWS Config assume the role of an aggregator without aws:SourceAccount?',
  answers: {
    yes: 'a trust policy that asks for it rejects AWS Config',
    no: 'a trust policy that asks for it admits AWS Config',
  },
  where: 'management',
  makes: 'two aggregators of the organization in turn, and two roles that may list accounts',
  seconds: 360,
  usd: 0,
  async ask(context) {
    const { accountId } = context;
    const service = 'config.amazonaws.com';
    const made = await context.makeStack({
      Resources: {
        Asked: serviceRole(service, needed, {
          StringEquals: { 'aws:SourceAccount': accountId },
        }),
        Control: serviceRole(service, needed),
      },
      Outputs: outputs({
        asked: { 'Fn::GetAtt': ['Asked', 'Arn'] },
        control: { 'Fn::GetAtt': ['Control', 'Arn'] },
      }),
    });
    context.willMake('aggregator', context.prefix);
    const control = await failureOf(context, made.control, 120);
    if (control !== undefined) {
      throw new Unanswered(`the role for comparison is rejected, too: ${control}`);
    }
    const failure = await failureOf(context, made.asked, 60);
    return { answer: failure ? 'yes' : 'no', said: failure ?? 'the aggregator reads its sources' };
  },
};

/** Why the organization can't be read by the role, after so many seconds; undefined once it can. */
async function failureOf(
  { clients: { configService }, prefix, region, until }: Context,
  RoleArn: string | undefined,
  seconds: number,
): Promise<string | undefined> {
  let failure: string | undefined = 'AWS Config does not say whether it can';
  await until(async () => {
    await configService.send(
      new PutConfigurationAggregatorCommand({
        ConfigurationAggregatorName: prefix,
        OrganizationAggregationSource: { RoleArn, AwsRegions: [region] },
      }),
    );
    const { AggregatedSourceStatusList = [] } = await configService.send(
      new DescribeConfigurationAggregatorSourcesStatusCommand({
        ConfigurationAggregatorName: prefix,
      }),
    );
    const whole = AggregatedSourceStatusList.find(
      ({ SourceType }) => SourceType === 'ORGANIZATION',
    );
    failure =
      whole?.LastUpdateStatus === 'SUCCEEDED'
        ? undefined
        : `${whole?.LastErrorCode ?? whole?.LastUpdateStatus ?? 'no status'}: ${whole?.LastErrorMessage ?? ''}`;
    return failure === undefined ? true : undefined;
  }, seconds);
  return failure;
}
