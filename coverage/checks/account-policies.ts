import {
  type AccountPolicy,
  DescribeAccountPoliciesCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { collect } from '../../lambda/paging.ts';
import type { Target } from '../types.ts';
import { unless } from './gone.ts';

/** The types of policies that delete, mask, change or forward what log groups hold. */
const types = [
  'DATA_PROTECTION_POLICY',
  'RETENTION_POLICY',
  'SUBSCRIPTION_FILTER_POLICY',
  'TRANSFORMER_POLICY',
] as const;

/**
 * The policies of the account that apply to a log group: they come before its own settings.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html
 */
export async function lacksByAccountPolicies(
  { clients }: Target<'cloudWatchLogs'>,
  logGroup: string,
): Promise<string[]> {
  const found = await Promise.all(
    types.map((policyType) =>
      // A region that does not have the type has no policy of it.
      unless(['InvalidParameterException'], () =>
        collect<AccountPolicy>(async (nextToken) => {
          const page = await clients.cloudWatchLogs.send(
            new DescribeAccountPoliciesCommand({ policyType, nextToken }),
          );
          return { items: page.accountPolicies, next: page.nextToken };
        }),
      ),
    ),
  );
  return found
    .flatMap((policies = []) => policies)
    .filter((policy) => selects(policy, logGroup) && concernsWhatExists(policy))
    .map(
      ({ policyName, policyType }) =>
        `the account's policy ${policyName} (${policyType}) applies to ${logGroup}: delete it, or except the log group`,
    );
}

function selects({ selectionCriteria = '' }: AccountPolicy, logGroup: string): boolean {
  const names = [...selectionCriteria.matchAll(/"([^"]*)"/g)].map(([, name = '']) => name);
  return /NOT IN/.test(selectionCriteria)
    ? !names.includes(logGroup)
    : names.length === 0 || names.some((prefix) => logGroup.startsWith(prefix));
}

/** A retention for new log groups leaves those that exist as they are. */
const concernsWhatExists = ({ policyType, policyDocument = '{}' }: AccountPolicy): boolean =>
  policyType !== 'RETENTION_POLICY' ||
  (JSON.parse(policyDocument) as { enforcementMode?: string }).enforcementMode !== 'NEW_ONLY';
