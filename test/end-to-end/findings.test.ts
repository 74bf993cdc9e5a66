import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';
import { putEvent, toldBy } from '../../scenarios/alerts/messages.ts';
import type { World } from '../../scenarios/scenario.ts';
import { worldOf } from '../../scenarios/world.ts';
import { findingStartHours } from '../../templates/parameters.ts';

const root = path.join(import.meta.dirname, '../..');
const home = 'us-east-1';
const afterStart = Date.now() + (findingStartHours.default + 1) * 3_600_000;

type Json = Record<string, unknown>;
type Sample = Json & { detail: Json };

const sample = (name: string): Sample =>
  JSON.parse(readFileSync(path.join(root, `test/events/findings/${name}.json`), 'utf8'));

function hubSample(name: string, changes: Json): Sample {
  const event = sample(name);
  const [finding] = event.detail.findings as Json[];
  return { ...event, detail: { findings: [{ ...finding, ...changes }] } };
}

const analyzerSample = (changes: Json): Sample => {
  const event = sample('access-analyzer-public');
  return { ...event, detail: { ...event.detail, ...changes } };
};

/** Of each source: a finding, and events that say that it is over; `title` is in its subject. */
const sources = [
  {
    name: 'Security Hub, a control that passes',
    active: hubSample('security-hub-control', { Id: 'arn:control' }),
    over: hubSample('security-hub-control', {
      Id: 'arn:control',
      Severity: { Label: 'INFORMATIONAL', Normalized: 0 },
      Workflow: { Status: 'RESOLVED' },
      Compliance: { Status: 'PASSED' },
    }),
    subject: 'HIGH Security Hub finding in ',
  },
  {
    name: 'Security Hub, a record that is archived',
    active: hubSample('security-hub-product', { Id: 'arn:product' }),
    over: hubSample('security-hub-product', { Id: 'arn:product', RecordState: 'ARCHIVED' }),
    subject: 'CRITICAL Security Hub (Inspector) finding in ',
  },
  {
    name: 'the newer Security Hub',
    active: hubSample('security-hub-v2', {}),
    over: hubSample('security-hub-v2', { status_id: 4 }),
    subject: 'HIGH Security Hub finding in ',
  },
  {
    name: 'Access Analyzer',
    active: analyzerSample({}),
    over: analyzerSample({ status: 'RESOLVED' }),
    subject: 'HIGH Access Analyzer finding in ',
  },
];

describe('findings of every source', () => {
  let rehearsal: Rehearsal;
  let world: World;

  before(async () => {
    const tasksFile = path.join(root, 'organization-tasks.yml');
    rehearsal = await Rehearsal.open({ config, tasksFile, match: 'findings', regions: [home] });
    const findingSources = ['guardduty', 'security-hub', 'access-analyzer', 'config'];
    await rehearsal.requireSuccess(await rehearsal.perform({ parameters: { findingSources } }));
    world = (await worldOf(rehearsal)) as World;
  });

  after(() => rehearsal.close());

  /** Publishes an event some minutes after the start, and returns the subjects of its alerts. */
  async function published(event: Sample, minute: number, invocations = 1): Promise<string[]> {
    const { resourcePrefix, securityAccountId } = world.settings;
    const time = new Date(afterStart + minute * 60_000).toISOString();
    const told = await toldBy(world, `${resourcePrefix}-finding-alerts`, invocations, () =>
      putEvent(world, securityAccountId, home, { ...event, time, region: home }),
    );
    return told.map(({ subject }) => subject ?? '');
  }

  for (const { name, active, over, subject } of sources) {
    it(`raise an alert when they come back: ${name}`, async () => {
      const first = await published(active, 1);
      const quiet = [await published(active, 2), await published(over, 3)];
      const again = await published(active, 4);

      expect(first.map((one) => one.startsWith(subject))).to.deep.equal([true]);
      expect(quiet).to.deep.equal([[], []]);
      expect(again).to.deep.equal(first);
    });
  }

  it('of low severity do not reach the function while they are new', async () => {
    const low = hubSample('security-hub-control', {
      Id: 'arn:low',
      Severity: { Label: 'LOW', Normalized: 30 },
    });

    expect(await published(low, 1, 0)).to.deep.equal([]);
  });
});
