import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import type { Rehearsal } from 'ofn-rehearse';
import { findTopic } from '../coverage/checks/subscriptions.ts';
import { type Deployed, deployedBy } from '../coverage/deployed.ts';
import { expectedState } from '../coverage/expected.ts';
import { readCoverage } from '../coverage/read.ts';
import { summarize } from '../coverage/summary.ts';
import type { Cell } from '../coverage/types.ts';
import type { Account, Settings } from '../organization/types.ts';
import { readDeployedFiles } from '../preflight/files.ts';
import type { World } from './scenario.ts';
import { sessionsOf } from './sessions.ts';
import { listAccounts, readSettings } from './settings.ts';

/** The stacks of the files as they were last performed. */
function deployedTo(rehearsal: Rehearsal, accounts: readonly Account[]): Promise<Deployed> {
  const { plan, organizationText, parametersText } = rehearsal;
  const files = readDeployedFiles({
    tasksFile: plan.tasks.file,
    organizationText,
    ...(parametersText !== undefined && { parametersText }),
  });
  return deployedBy(files, sessionsOf(rehearsal).caller.organizations, accounts);
}

/**
 * The coverage ledger of a rehearsal: the rows of what is rehearsed.
 *
 * @throws NothingToReadError when no cell could be evaluated
 */
export async function readLedger(
  { rehearsal }: World,
  onProgress: (text: string) => void,
): Promise<Cell[]> {
  const { capabilities } = rehearsal.plan;
  const isRehearsed = ({ capability }: { readonly capability?: string }) =>
    capability === undefined || (capabilities?.includes(capability) ?? true);
  const rows = expectedState.filter(isRehearsed);
  const accounts = await listAccounts(rehearsal);
  const deployed = await deployedTo(rehearsal, accounts);
  const stacks = deployed.stacks.filter(isRehearsed);
  if (rows.every(({ capability }) => capability === undefined) && stacks.length === 0) {
    return [];
  }
  const settings = readSettings(rehearsal, accounts);
  await confirmSubscriptions(rehearsal, settings);
  const cells = await readCoverage({
    sessions: sessionsOf(rehearsal),
    settings,
    rows,
    deployed: { ...deployed, stacks },
    onProgress: ({ done, total }) => onProgress(`${done} of ${total} accounts`),
  });
  summarize(cells);
  return cells;
}

/** The owners of the addresses follow the links that SNS sent: without them no message arrives. */
export async function confirmSubscriptions(
  rehearsal: World['rehearsal'],
  { homeRegion, managementAccountId, resourcePrefix, securityAccountId }: Settings,
): Promise<void> {
  for (const [accountId, name] of [
    [managementAccountId, 'trail-alarms'],
    [securityAccountId, 'alerts'],
  ] as const) {
    const { sns } = (await sessionsOf(rehearsal).open(accountId)).clients(homeRegion);
    const topicArn = await findTopic(sns, `${resourcePrefix}-${name}`);
    if (topicArn === undefined) {
      continue;
    }
    const { Subscriptions = [] } = await sns.send(
      new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }),
    );
    for (const { SubscriptionArn, Endpoint: endpoint } of Subscriptions) {
      if (SubscriptionArn === 'PendingConfirmation') {
        await rehearsal.aws.control('POST', '/sns/confirm', { topicArn, endpoint });
      }
    }
  }
}
