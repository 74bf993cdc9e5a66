import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { hasType, type Scenario, someMember, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import { record } from '../trail-alarms/alarms.ts';

/** A call that raises no alarm; the id is found again in the copy. */
const callOf = (requestID: string): string =>
  JSON.stringify({
    eventVersion: '1.11',
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::444444444444:assumed-role/Ops/ada' },
    eventSource: 'sts.amazonaws.com',
    eventName: 'GetCallerIdentity',
    sourceIPAddress: '203.0.113.10',
    userAgent: 'aws-cli/2.31.0',
    requestID,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    eventCategory: 'Management',
  });

export const copyName = ({ settings }: World): string =>
  `${settings.resourcePrefix}-trail-log-copy`;

/** The streams of the copy that have a call of this id. */
export async function streamsWith(world: World, requestID: string): Promise<string[]> {
  const { rehearsal, settings } = world;
  const archive = await sessionsOf(rehearsal).open(settings.logArchiveAccountId);
  const { events = [] } = await archive.clients(settings.homeRegion).cloudWatchLogs.send(
    new FilterLogEventsCommand({
      logGroupName: copyName(world),
      filterPattern: `{$.requestID = "${requestID}"}`,
    }),
  );
  return events.map(({ logStreamName = '' }) => logStreamName);
}

/** Calls in an account, where the organization trail records them. */
export const callIn = (world: World, accountId: string, requestID: string): Promise<void> =>
  record(world, accountId, callOf(requestID));

export const copyHasWhatIsLogged: Scenario = {
  capability: 'trail-log-copy',
  name: 'has in the log archive what the trail logs of another account',
  offByDefault: true,
  applies: (world) => hasType(world, 'AWS::ObservabilityAdmin::OrganizationCentralizationRule'),
  async run(world) {
    const { id, name } = await someMember(world);
    const requestID = `copied-${Date.now()}`;

    await callIn(world, id, requestID);

    const streams = await streamsWith(world, requestID);
    if (streams.length !== 1 || !streams[0]?.includes(id)) {
      throw new Error(`expected the call of ${name} once in the copy, got ${streams.length}`);
    }
    return `a call in ${name} is in ${copyName(world)}`;
  },
};
