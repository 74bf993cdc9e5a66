import type { FlowLog } from '@aws-sdk/client-ec2';
import { expect } from 'chai';
import fc from 'fast-check';
import { isAsWanted, planOf, wantedFlowLogs } from '../../../handlers/flow-logs/flow-logs.ts';
import { convergePlace } from '../../../handlers/flow-logs/place.ts';
import type { Settings } from '../../../handlers/flow-logs/settings.ts';
import { fakeEc2, lenient, type Rules } from './ec2.ts';
import { place, settings, toBucket, vpc } from './fakes.ts';

const vpcIds = ['a', 'b', 'c', 'd'];
const vpcs = vpcIds.map((id) => vpc(id));

const anySettings: fc.Arbitrary<Settings> = fc.record({
  resourcePrefix: fc.constant(settings.resourcePrefix),
  logArchiveAccountId: fc.constantFrom('333333333333', '999999999999'),
  regions: fc.constant(settings.regions),
  excludedPlaces: fc.constant([]),
  trafficType: fc.constantFrom('ALL', 'ACCEPT', 'REJECT'),
  aggregationSeconds: fc.constantFrom('60', '600'),
  destinations: fc.constantFrom<Settings['destinations'][]>(
    ['s3'],
    ['cloud-watch-logs'],
    ['s3', 'cloud-watch-logs'],
  ),
}) as fc.Arbitrary<Settings>;

/** Rules under which EC2 refuses new settings of some VPCs, and throttles some calls. */
const anyRules = fc.record({
  equality: fc.constantFrom<Rules['equality'][]>('by destination', 'by all settings'),
  limit: fc.integer({ min: 2, max: 4 }),
  byName: fc.boolean(),
  refused: fc.subarray(vpcIds),
  throttled: fc.array(fc.boolean(), { maxLength: 40 }),
  reached: fc.integer({ min: 0, max: 12 }),
  strangers: fc.subarray(vpcIds),
});

interface World {
  flowLogs: FlowLog[];
  /** The most VPCs without a flow log, at any moment, among those that had one. */
  blind: number;
}

const logged = (flowLogs: readonly FlowLog[]) =>
  new Set(flowLogs.map(({ ResourceId = '' }) => ResourceId));

/** Converges on the settings by the rules; what throttling interrupts is left as it is. */
async function converge(world: World, wanted: Settings, rules: Rules, reached = 100) {
  const had = logged(world.flowLogs);
  const watch = (flowLogs: readonly FlowLog[]) => {
    const has = logged(flowLogs);
    world.blind = Math.max(world.blind, [...had].filter((id) => !has.has(id)).length);
  };
  const { client, commands } = fakeEc2(vpcs, world.flowLogs, rules, watch);
  let calls = 0;
  const hasTime = () => ++calls <= reached;
  const tools = { ec2: client, sleep: async () => {}, log: () => {}, hasTime };
  try {
    await convergePlace(tools, place, wanted);
  } catch (error) {
    expect(error).to.have.property('name', 'RequestLimitExceeded');
  }
  expect(
    [...had].filter((id) => !logged(world.flowLogs).has(id)),
    'VPCs that had a flow log, and have none',
  ).to.deep.equal([]);
  return commands.map(([name]) => name).filter((name) => !name.startsWith('Describe'));
}

function rulesOf(faults: typeof anyRules extends fc.Arbitrary<infer T> ? T : never, now: Settings) {
  const { refused, throttled, ...rest } = faults;
  const news = wantedFlowLogs(now, place);
  // At most three in a row: what makes good outlasts these.
  const left = throttled.filter((one, index) => !(one && throttled[index - 1]));
  const rules: Rules = {
    ...rest,
    refuse: (id, wanted) =>
      refused.includes(id) && news.some((one) => isAsWanted({ ...wanted } as FlowLog, one))
        ? 'AccessDenied'
        : undefined,
    throttle: () => left.shift() ?? false,
  };
  return rules;
}

const strangersOf = (ids: readonly string[]): FlowLog[] =>
  ids.map((id) =>
    toBucket(id, { FlowLogId: `fl-x-${id}`, LogDestination: 'arn:aws:s3:::own', Tags: [] }),
  );

describe('converging flow logs', () => {
  it('never leaves a VPC without one, whatever EC2 refuses, and ends as wanted', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, anySettings, anyRules, async (before, after, faults) => {
        const world: World = { flowLogs: [], blind: 0 };
        await converge(world, before, lenient);
        const strangers = strangersOf(faults.limit > 2 ? faults.strangers : []);
        world.flowLogs.push(...strangers);

        await converge(world, after, rulesOf(faults, after), faults.reached);
        const { throttle, refuse } = lenient;
        const calm = { ...lenient, equality: faults.equality, byName: faults.byName };
        await converge(world, after, { ...calm, throttle, refuse });
        const writes = await converge(world, after, calm);

        expect(world.blind).to.be.at.most(1);
        expect(writes).to.deep.equal([]);
        expect(planOf(vpcs, world.flowLogs, after, place)).to.deep.equal({
          create: [],
          outdated: [],
        });
        expect(world.flowLogs).to.include.members(strangers);
      }),
      { numRuns: 300 },
    );
  });

  it('is undone by the former settings, wherever it was interrupted', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, anySettings, anyRules, async (before, after, faults) => {
        const world: World = { flowLogs: [], blind: 0 };
        await converge(world, before, lenient);

        await converge(world, after, rulesOf(faults, after), faults.reached);
        await converge(world, before, { ...lenient, equality: faults.equality });

        expect(world.blind).to.be.at.most(1);
        expect(planOf(vpcs, world.flowLogs, before, place)).to.deep.equal({
          create: [],
          outdated: [],
        });
      }),
      { numRuns: 300 },
    );
  });

  it('has no moment without one where EC2 takes both', async () => {
    await fc.assert(
      fc.asyncProperty(anySettings, anySettings, anyRules, async (before, after, faults) => {
        const world: World = { flowLogs: [], blind: 0 };
        await converge(world, before, lenient);

        const rules = { ...rulesOf(faults, after), equality: lenient.equality, limit: 10 };
        await converge(world, after, rules, faults.reached);

        expect(world.blind).to.equal(0);
      }),
      { numRuns: 300 },
    );
  });
});
