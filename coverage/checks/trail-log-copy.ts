import { DescribeLogGroupsCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { trailLogGroupOf } from '../../organization/trail.ts';
import type { Clients } from '../../organization/types.ts';
import { orOfStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';
import { unlessGone } from './gone.ts';

export const trailLogCopyRow: Row = {
  service: 'trail-log-copy',
  capability: 'trail-log-copy',
  title: "The log archive has a copy of the trail's log group",
  onWhen:
    "the log group of the copy exists, and has events of the last day if the trail's log group has any older than an hour",
  repair: orOfStack(
    'look at the health of the rule in the management account (templates/trail-log-copy/README.md, Verification)',
  ),
  accounts: 'log-archive',
  scope: 'home-region',
  when: ({ trailLogCopy }) => trailLogCopy,
  expected: 'on',
  read: readTrailLogCopy,
};

type Logs = Clients['cloudWatchLogs'];

const hour = 3_600_000;

/**
 * On when what the trail logs arrives in the copy. AWS does not document how long that takes: an event
 * has an hour. The rule has no effect on what was logged before it, so the copy's age counts.
 *
 * @param now in milliseconds; that of the clock
 */
export async function readTrailLogCopy(
  { clients, region, settings, sessions }: Target<'cloudWatchLogs'>,
  now: number = Date.now(),
): Promise<Verdict> {
  const logs = clients.cloudWatchLogs;
  const copy = `${settings.resourcePrefix}-trail-log-copy`;
  const { logGroups = [] } = await logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: copy }),
  );
  const group = logGroups.find(({ logGroupName }) => logGroupName === copy);
  if (!group) {
    return { actual: 'off', reason: `there is no log group ${copy}` };
  }
  const from = Math.max(now - 24 * hour, group.creationTime ?? 0);
  if (sessions === undefined || from >= now - hour || (await hasEvents(logs, copy, from, now))) {
    return { actual: 'on' };
  }
  const management = await sessions.open(settings.managementAccountId);
  const source = trailLogGroupOf(settings);
  const sourceLogs = management.clients(region).cloudWatchLogs;
  const hasLogged = await unlessGone(() => hasEvents(sourceLogs, source, from, now - hour));
  return hasLogged
    ? {
        actual: 'off',
        reason: `${copy} has no event since ${new Date(from).toISOString()}, and ${source} has; deploy trail-log-copy, or see the health of its rule`,
      }
    : { actual: 'on' };
}

/** Whether a log group has an event of the time: a page may be empty before the last one. */
async function hasEvents(
  logs: Logs,
  logGroupName: string,
  startTime: number,
  endTime: number,
): Promise<boolean> {
  let nextToken: string | undefined;
  do {
    const page = await logs.send(
      new FilterLogEventsCommand({ logGroupName, startTime, endTime, limit: 1, nextToken }),
    );
    if ((page.events ?? []).length > 0) {
      return true;
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return false;
}
