import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  DescribeSubscriptionFiltersCommand,
  type SubscriptionFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionConfigurationCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
import { parse } from 'yaml';
import { collect } from '../../lambda/paging.ts';
import { trailLogGroupOf } from '../../organization/trail.ts';
import { ofQueue, orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { unlessGone } from './gone.ts';
import { lackOfQueue } from './queues.ts';
import { lackOfSubscribers } from './subscriptions.ts';
import { verdictOf } from './verdict.ts';

export const signInNetRow: Row = {
  service: 'sign-in-net',
  capability: 'sign-in-monitoring',
  title: 'Sign-ins of every region reach the security account from the organization trail',
  onWhen:
    "a subscription filter of the trail's log group hands sign-ins to the function, which is active, admits CloudWatch Logs, and has failed on none; `trailAlarmTopic` has a confirmed subscription",
  repair: orOfStack(
    `${ofQueue('trail-sign-ins')}; \`aws sns subscribe\` a subscriber that is gone, and follow the link that SNS sends`,
  ),
  accounts: 'management',
  scope: 'home-region',
  expected: 'on',
  read: readSignInNet,
};

const table = path.join(import.meta.dirname, '../../templates/sign-in-monitoring/net/patterns.yml');

/** The patterns that the template gives the filter, with command-line access and without. */
const patterns = (): string[] =>
  Object.values(
    (parse(readFileSync(table, 'utf8')) as { Patterns: Record<string, string> }).Patterns,
  );

/** On when what the trail logs of sign-ins is forwarded, and nothing of it has failed. */
export async function readSignInNet(
  target: Target<'cloudWatchLogs' | 'lambda' | 'sns' | 'sqs'>,
): Promise<Verdict> {
  const { resourcePrefix: prefix, trailAlarmTopic } = target.settings;
  const name = `${prefix}-trail-sign-ins`;
  const group = trailLogGroupOf(target.settings);
  return verdictOf(
    ...(await Promise.all([
      lackOfFilter(target, group, name),
      lackOfFunction(target, name),
      lackOfPermission(target, group, name),
      lackOfQueue(target, `${name}-failures`),
      trailAlarmTopic === '' ? undefined : lackOfSubscribers(target.clients.sns, trailAlarmTopic),
    ])),
  );
}

async function lackOfFilter(
  { clients }: Target<'cloudWatchLogs'>,
  logGroupName: string,
  name: string,
): Promise<string | undefined> {
  const filters = await unlessGone(() =>
    collect<SubscriptionFilter>(async (nextToken) => {
      const page = await clients.cloudWatchLogs.send(
        new DescribeSubscriptionFiltersCommand({ logGroupName, nextToken }),
      );
      return { items: page.subscriptionFilters, next: page.nextToken };
    }),
  );
  if (filters === undefined) {
    return `there is no log group ${logGroupName}`;
  }
  const filter = filters.find(({ filterName }) => filterName === name);
  if (filter === undefined) {
    return `${logGroupName} has no subscription filter ${name}`;
  }
  if (!filter.destinationArn?.endsWith(`:function:${name}`)) {
    return `the filter ${name} sends to ${filter.destinationArn}, not to the function ${name}`;
  }
  return patterns().includes(filter.filterPattern ?? '')
    ? undefined
    : `the filter ${name} has the pattern ${filter.filterPattern}, not one of the template`;
}

async function lackOfFunction(
  { clients }: Target<'lambda'>,
  FunctionName: string,
): Promise<string | undefined> {
  const found = await unlessGone(() =>
    clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
  if (found === undefined) {
    return `there is no function ${FunctionName}`;
  }
  // https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
  return found.State === 'Active' ? undefined : `the function ${FunctionName} is ${found.State}`;
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: { readonly Service?: string };
  readonly Condition?: { readonly ArnLike?: Readonly<Record<string, string>> };
}

/** CloudWatch Logs drops what it may not deliver, without a retry. */
async function lackOfPermission(
  { clients, account, region }: Target<'lambda'>,
  logGroup: string,
  FunctionName: string,
): Promise<string | undefined> {
  const found = await unlessGone(() => clients.lambda.send(new GetPolicyCommand({ FunctionName })));
  const { Statement = [] } = JSON.parse(found?.Policy ?? '{}') as { Statement?: Statement[] };
  const source = `:logs:${region}:${account.id}:log-group:${logGroup}:*`;
  const admits = Statement.some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' &&
      Principal?.Service === 'logs.amazonaws.com' &&
      Condition?.ArnLike?.['AWS:SourceArn']?.endsWith(source),
  );
  return admits ? undefined : `the function ${FunctionName} does not admit ${logGroup}`;
}
