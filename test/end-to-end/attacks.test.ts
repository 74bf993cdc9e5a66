import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestMetricFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { parseDocument } from 'yaml';
import config from '../../rehearse.config.ts';
import { type CloudTrailRecord, recordOf, techniques } from '../../scenarios/attacks/techniques.ts';
import { someMember, type World } from '../../scenarios/scenario.ts';
import {
  alarmClients,
  deployedFilters,
  filterRows,
  recordAll,
  sampleIn,
  statesOf,
} from '../../scenarios/trail-alarms/alarms.ts';
import { worldOf } from '../../scenarios/world.ts';
import { type Call, deploymentRecords } from './deployment-records.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
/** What TestMetricFilter takes at once. */
const batch = 50;
/** Those of no control name the technique that they are for. */
const ofAttacks = filterRows
  .filter(({ controls }) => controls.includes('MITRE'))
  .map(({ name }) => name);

function withoutTask(text: string, name: string): string {
  const document = parseDocument(text);
  document.delete(name);
  return String(document);
}

describe('alarms on attacks', function () {
  this.timeout(600_000);
  let rehearsal: Rehearsal;
  let world: World;
  let deployment: readonly Call[];

  /** The records that a filter matches of some. */
  async function matching(
    filterPattern: string,
    records: readonly CloudTrailRecord[],
  ): Promise<CloudTrailRecord[]> {
    const { cloudWatchLogs } = await alarmClients(world);
    const found: CloudTrailRecord[] = [];
    for (let at = 0; at < records.length; at += batch) {
      const some = records.slice(at, at + batch);
      const logEventMessages = some.map((record) => JSON.stringify(record));
      const { matches = [] } = await cloudWatchLogs.send(
        new TestMetricFilterCommand({ filterPattern, logEventMessages }),
      );
      found.push(
        ...some.filter((_, at) => matches.some(({ eventNumber }) => eventNumber === at + 1)),
      );
    }
    return found;
  }

  async function rowsOf(records: readonly CloudTrailRecord[]): Promise<string[]> {
    const filters = await deployedFilters(world);
    const matched = await Promise.all(
      filterRows.map(async ({ name }) => (await matching(filters.get(name) ?? '', records)).length),
    );
    return filterRows.map(({ name }) => name).filter((_, index) => (matched[index] ?? 0) > 0);
  }

  const inAlarm = async (): Promise<string[]> =>
    [...(await statesOf(world))].filter(([, state]) => state === 'ALARM').map(([name]) => name);

  /** The topic has a message about each alarm, which a function may take some seconds to publish. */
  async function requireNotified(names: readonly string[]): Promise<void> {
    const { resourcePrefix, homeRegion, managementAccountId } = world.settings;
    const topic = `arn:aws:sns:${homeRegion}:${managementAccountId}:${resourcePrefix}-trail-alarms`;
    let missing = names;
    for (let seconds = 0; missing.length > 0 && seconds < 30; seconds += 1) {
      const { messages } = (await rehearsal.aws.control(
        'GET',
        `/sns/messages?topicArn=${topic}`,
      )) as { messages: { subject: string | null }[] };
      const subjects = messages.map(({ subject }) => subject ?? '');
      missing = names.filter(
        (name) =>
          !subjects.some(
            (one) => /^ALARM\b/.test(one) && one.includes(`${resourcePrefix}-${name}`),
          ),
      );
      await (missing.length > 0 ? delay(1000) : undefined);
    }
    expect(missing, 'alarms without a message at the topic').to.deep.equal([]);
  }

  before(async () => {
    rehearsal = await Rehearsal.open({ config, tasksFile, regions: ['us-east-1'] });
    await rehearsal.requireSuccess(await rehearsal.perform());
    // Ordinary changes: parameters of most stacks, and a capability that is no longer wanted.
    const parameters = { logRetentionDays: 400, alarmPeriod: 600, terminationProtection: false };
    await rehearsal.requireSuccess(await rehearsal.perform({ parameters }));
    const tasksText = withoutTask(readFileSync(tasksFile, 'utf8'), 'Athena');
    await rehearsal.requireSuccess(
      await rehearsal.perform({ parameters, tasksText, cleanup: true }),
    );
    const { calls, complete } = await rehearsal.aws.calls();
    expect(complete).to.equal(true);
    deployment = calls;
    world = (await worldOf(rehearsal)) as World;
  });

  after(() => rehearsal.close());

  it('stay quiet during a deployment, a second one with changes, and a removal', async () => {
    const records = deploymentRecords(deployment, world.settings.managementAccountId);
    const filters = await deployedFilters(world);

    const found = await Promise.all(
      ofAttacks.map((name) => matching(filters.get(name) ?? '', records)),
    );

    // As docs/attacks.md says of them.
    expect(deployment.length).to.be.above(1500);
    expect(records.length).to.be.above(250);
    expect(found.flat()).to.deep.equal([]);
    expect((await inAlarm()).filter((name) => ofAttacks.includes(name))).to.deep.equal([]);
  });

  for (const { id, calls, alarms = [] } of techniques) {
    it(`go to ALARM and notify as the table says: ${id}`, async () => {
      const { id: member } = await someMember(world);
      const records = calls.map((call) => recordOf(call));
      const before = await inAlarm();

      await recordAll(world, member, records, alarms);

      const expected = new Set([...before, ...alarms]);
      expect(await rowsOf(records)).to.deep.equal(alarms);
      expect(new Set(await inAlarm())).to.deep.equal(expected);
      await requireNotified(alarms);
    });
  }

  for (const name of ofAttacks) {
    it(`go to ALARM and notify on the record of their row: ${name}`, async () => {
      const record = JSON.parse(sampleIn(world, name)) as { recipientAccountId: string };
      const { managementAccountId } = world.settings;
      const inManagement = record.recipientAccountId === managementAccountId;
      const account = inManagement ? managementAccountId : (await someMember(world)).id;

      await recordAll(world, account, [record], [name]);

      expect(await inAlarm()).to.include(name);
      await requireNotified([name]);
    });
  }
});
