import { expect } from 'chai';
import { START } from '../../../handlers/account-harvester/cursor.ts';
import { HarvestError } from '../../../handlers/account-harvester/errors.ts';
import { harvest, requireNone } from '../../../handlers/account-harvester/harvest.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { idsOf, MANAGEMENT, SECURITY, settings, World } from './world.ts';

const A = '333333333333';
const B = '444444444444';

function setUp(): World {
  const world = new World();
  world.add(A);
  world.stackSet.add(SECURITY);
  return world;
}

const run = (world: World, start = START) => harvest(world.invoke(), settings, start);

const keysSent = (world: World): string[] => world.sent.map((body) => JSON.parse(body).replay.key);

describe('the replay of what waits', () => {
  it('sends a message for each report of an account that has its bucket now', async () => {
    const world = setUp();
    world.waiting.add(`waiting/${A}/prowler/2026-01-31/a.json`);
    world.waiting.add(`waiting/${A}/scout/2026-01-31/a.json`);

    const summary = await run(world);

    expect(summary).to.deep.include({ created: 1, inStep: 2, replayed: 2 });
    const bucket = 'audit-reports-222222222222';
    expect(world.sent.map((body) => JSON.parse(body))).to.deep.equal([
      { replay: { bucket, key: `${A}/prowler/2026-01-31/a.json` } },
      { replay: { bucket, key: `${A}/scout/2026-01-31/a.json` } },
    ]);
    expect(world.logged.at(-2)).to.deep.equal({
      message: 'Replayed what waited',
      ...{ action: 'replay', accountId: A, reports: 2, unsent: 0 },
    });
  });

  it('leaves the reports of an account that still lacks its bucket', async () => {
    const world = setUp();
    world.add(B);
    world.stackSet.broken.set(A, 'no');
    world.waiting.add(`waiting/${A}/prowler/a.json`);
    world.waiting.add(`waiting/${B}/prowler/a.json`);

    const summary = await run(world);

    expect(summary.replayed).to.equal(1);
    expect(keysSent(world)).to.deep.equal([`${B}/prowler/a.json`]);
  });

  it('sends those of the management account, whose bucket is none of the StackSet', async () => {
    const world = setUp();
    world.waiting.add(`waiting/${MANAGEMENT}/prowler/a.json`);

    await run(world);

    expect(keysSent(world)).to.deep.equal([`${MANAGEMENT}/prowler/a.json`]);
  });

  it('sends those of an account that is gone, so that they are quarantined', async () => {
    const world = setUp();
    world.waiting.add(`waiting/${B}/prowler/a.json`);

    await run(world);

    expect(keysSent(world)).to.deep.equal([`${B}/prowler/a.json`]);
  });

  for (const [owner, id, stack] of [
    ['an account', A, 'stack instance'],
    ['the management account', MANAGEMENT, 'stack'],
  ] as const) {
    it(`fails for ${owner} that has deleted its bucket, and leaves its reports waiting`, async () => {
      const world = setUp();
      world.gone.add(`audit-account-reports-${id}`);
      world.waiting.add(`waiting/${id}/prowler/a.json`);
      world.waiting.add(`waiting/${SECURITY}/prowler/a.json`);

      const summary = await run(world);

      expect(keysSent(world)).to.deep.equal([`${SECURITY}/prowler/a.json`]);
      expect(summary.failed).to.deep.equal([
        {
          account: id,
          reason:
            `its bucket audit-account-reports-${id} was deleted, and reports wait for it: delete its ${stack} ` +
            'audit-account-reports and create it again, as the README of security-reporting says',
        },
      ]);
      expect(() => requireNone(summary)).to.throw(HarvestError, `${id}: its bucket`);
    });
  }

  it('does not look for the bucket of an account that lacks it, has left or has no report', async () => {
    const world = setUp();
    world.add(B);
    world.stackSet.broken.set(A, 'no');
    world.waiting.add(`waiting/${A}/prowler/a.json`);
    world.waiting.add('waiting/999999999999/prowler/a.json');

    await run(world);

    expect(world.count('HeadBucket')).to.equal(0);
  });

  it('reports a deleted bucket once, though the replay was continued behind its reports', async () => {
    const world = setUp();
    world.gone.add(`audit-account-reports-${A}`);
    world.waiting.add(`waiting/${A}/prowler/a.json`);
    const after = `waiting/${B}/prowler/a.json`;

    const summary = await run(world, { phase: 'replay', after, resumed: 1 });

    expect(summary.failed.map(({ account }) => account)).to.deep.equal([A]);
    expect(world.sent).to.deep.equal([]);
  });

  it('sends ten messages a call, over pages of a thousand', async () => {
    const world = setUp();
    for (let index = 0; index < 2345; index++) {
      world.waiting.add(`waiting/${A}/tool/${index}`);
    }

    const summary = await run(world);

    expect(summary.replayed).to.equal(2345);
    expect(new Set(keysSent(world))).to.have.length(2345);
    expect(world.count('SendMessageBatch')).to.equal(235);
  });

  it('finds accounts beyond the first page', async () => {
    const world = setUp();
    const ids = idsOf(1200);
    for (const id of ids) {
      world.waiting.add(`waiting/${id}/tool/a`);
    }

    await run(world);

    expect(keysSent(world)).to.deep.equal(ids.map((id) => `${id}/tool/a`));
  });

  it('sends any key as text that SQS takes', async () => {
    const world = setUp();
    const key = `${A}/tool/a b+c%20ä\u0001\u{1f600}\ufffe.json`;
    world.waiting.add(`waiting/${key}`);

    await run(world);

    expect(keysSent(world)).to.deep.equal([key]);
    expect(world.sent[0]).to.match(/^[ -~]+$/);
  });

  it('sends again what the queue refused of a batch', async () => {
    const world = setUp();
    for (let index = 0; index < 20; index++) {
      world.waiting.add(`waiting/${A}/tool/${index}`);
    }
    let refusals = 0;
    world.refuses = (body) => body.includes('/tool/7"') && refusals++ < 3;

    const summary = await run(world);

    expect(summary.replayed).to.equal(20);
    expect(keysSent(world)).to.have.length(20);
  });

  it('reports what the queue keeps refusing, and sends the others', async () => {
    const world = setUp();
    for (let index = 0; index < 20; index++) {
      world.waiting.add(`waiting/${A}/tool/${index}`);
    }
    world.refuses = (body) => body.includes('/tool/7"');

    const summary = await run(world);

    expect(summary).to.deep.include({ replayed: 19, unsent: 1, failed: [] });
    expect(() => requireNone(summary)).to.throw(HarvestError, 'SQS rejected 1 replays');
  });

  it('reports a call that fails, and sends the others', async () => {
    const world = setUp();
    for (let index = 0; index < 20; index++) {
      world.waiting.add(`waiting/${A}/tool/${index}`);
    }
    world.fault = (name) =>
      name === 'SendMessageBatch' && world.count(name) === 1
        ? { when: 'before', error: awsError('AccessDenied', 'no') }
        : undefined;

    const summary = await run(world);

    expect(summary).to.deep.include({ replayed: 10, unsent: 10 });
    expect(world.logged.find(({ level }) => level === 'WARN')).to.deep.equal({
      message: 'SQS rejected a call: AccessDenied: no',
      ...{ action: 'replay', level: 'WARN', unsent: 10 },
    });
  });

  it('counts what the queue took of a batch before it refused a call', async () => {
    const world = setUp();
    for (let index = 0; index < 10; index++) {
      world.waiting.add(`waiting/${A}/tool/${index}`);
    }
    world.refuses = (body) => body.includes('/tool/7"');
    world.fault = (name) =>
      name === 'SendMessageBatch' && world.count(name) === 2
        ? { when: 'before', error: awsError('AccessDenied', 'no') }
        : undefined;

    const summary = await run(world);

    expect(summary).to.deep.include({ replayed: 9, unsent: 1 });
  });

  it('continues behind the marker where its time was up', async () => {
    const world = setUp();
    const names = Array.from({ length: 2500 }, (_, index) => String(10_000 + index));
    for (const name of names) {
      world.waiting.add(`waiting/${A}/tool/${name}`);
    }
    for (const name of names.slice(0, 5)) {
      world.waiting.add(`waiting/${B}/tool/${name}`);
    }
    world.latencyMs = 4000;
    const { replayed, resumes } = await run(world);
    const rest = world.resumed.at(-1);

    const next = await run(world, rest);

    expect([replayed, resumes]).to.deep.equal([2000, true]);
    expect(rest).to.deep.equal({
      ...{ phase: 'replay', after: `waiting/${A}/tool/11999`, resumed: 1 },
    });
    expect(next).to.deep.include({ replayed: 505, resumes: false });
    expect(keysSent(world)).to.have.members(
      [...world.waiting].map((marker) => marker.slice('waiting/'.length)),
    );
  });
});
