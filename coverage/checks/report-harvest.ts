import type { StackInstanceSummary } from '@aws-sdk/client-cloudformation';
import { DescribeStackSetCommand, ListStackInstancesCommand } from '@aws-sdk/client-cloudformation';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { isActive } from '../../organization/accounts.ts';
import { reportStackSet } from '../../organization/report-buckets.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const reportHarvestRow: Row = {
  service: 'report-harvest',
  capability: 'security-reporting',
  title: 'The StackSet of report buckets reaches every active account',
  onWhen:
    'the StackSet of report buckets has an instance, current and not failed, for each active account except the management account',
  repair: orOfStack(
    'fix the reason that `aws cloudformation list-stack-instances` has, and invoke the function account-harvester in the security account with {}',
  ),
  accounts: 'management',
  scope: 'home-region',
  expected: 'on',
  read: readReportHarvest,
};

/** Accounts that a reason names before it only counts them. */
const namedAtMost = 5;

/**
 * On when the StackSet of report buckets has an instance, in step, for each active account but the
 * management account, to which StackSets never deploy.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-associate-stackset-with-org.html
 */
export async function readReportHarvest(target: Target<'cloudFormation'>): Promise<Verdict> {
  const StackSetName = reportStackSet(target.settings);
  if (!(await isThere(target, StackSetName))) {
    return { actual: 'off', reason: `there is no StackSet ${StackSetName}` };
  }
  const lacks = lacksOf(target, await listInstances(target, StackSetName));
  const more = lacks.length > namedAtMost ? ` and ${lacks.length - namedAtMost} more` : '';
  return lacks.length === 0
    ? { actual: 'on' }
    : {
        actual: 'off',
        reason: `${lacks.length} not in step: ${lacks.slice(0, namedAtMost).join(', ')}${more}`,
      };
}

async function isThere(
  { clients }: Target<'cloudFormation'>,
  StackSetName: string,
): Promise<boolean> {
  try {
    const { StackSet } = await clients.cloudFormation.send(
      new DescribeStackSetCommand({ StackSetName, CallAs: 'SELF' }),
    );
    return StackSet?.Status === 'ACTIVE';
  } catch (error) {
    if (isNamed(error, 'StackSetNotFoundException')) {
      return false;
    }
    throw error;
  }
}

async function listInstances(
  { clients, region }: Target<'cloudFormation'>,
  StackSetName: string,
): Promise<Map<string, StackInstanceSummary>> {
  const instances = await collect<StackInstanceSummary>(async (NextToken) => {
    const page = await clients.cloudFormation.send(
      new ListStackInstancesCommand({ StackSetName, CallAs: 'SELF', MaxResults: 100, NextToken }),
    );
    return { items: page.Summaries, next: page.NextToken };
  });
  return new Map(
    instances.filter(({ Region }) => Region === region).map((one) => [one.Account ?? '', one]),
  );
}

function lacksOf(
  { accounts, settings }: Target<'cloudFormation'>,
  instances: ReadonlyMap<string, StackInstanceSummary>,
): string[] {
  return accounts
    .filter((account) => isActive(account) && account.id !== settings.managementAccountId)
    .flatMap(({ id, name }) => {
      const problem = problemOf(instances.get(id));
      return problem === undefined ? [] : [`${name} ${id} (${problem})`];
    });
}

/** An instance that CloudFormation could not create or update is not CURRENT. */
function problemOf(instance: StackInstanceSummary | undefined): string | undefined {
  if (instance === undefined) {
    return 'no instance';
  }
  const { Status, StackInstanceStatus } = instance;
  const detail = StackInstanceStatus?.DetailedStatus;
  if (Status === 'CURRENT' && detail !== 'FAILED') {
    return undefined;
  }
  return [Status, detail].filter(Boolean).join(' ');
}
