import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import fc from 'fast-check';
import { type Failure, failures, mostWithin } from '../../../handlers/sign-in-monitor/failures.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { fakeTable } from './table.ts';

const options = { now: () => 1_000_000_000 };
const limit = { count: 3, windowSeconds: 900 };
const minute = 60_000;

function counter() {
  const table = fakeTable();
  const { count } = failures(table.client, 'audit-sign-ins', options);
  const give = (failure: Omit<Failure, 'key'>) => count({ key: 'alice', ...failure }, limit);
  const at = async (minutes: number, id: string, key = 'alice') =>
    (await count({ key, member: id, id, time: minutes * minute }, limit))?.length;
  return { table, at, give };
}

describe('failures that repeat', () => {
  it('are reported by the one that makes them enough', async () => {
    const { at } = counter();

    const told = [await at(0, 'a'), await at(5, 'b'), await at(10, 'c')];

    expect(told).to.deep.equal([undefined, undefined, 3]);
  });

  it('are not reported if they are further apart than the window', async () => {
    const { at } = counter();

    const told = [await at(0, 'a'), await at(10, 'b'), await at(15, 'c')];

    expect(told).to.deep.equal([undefined, undefined, undefined]);
  });

  it('are counted across any border of time', async () => {
    const { at } = counter();

    const told = [await at(14, 'a'), await at(14.5, 'b'), await at(15.5, 'c')];

    expect(told).to.deep.equal([undefined, undefined, 3]);
  });

  it('are counted once each, however often they are reported', async () => {
    const { at } = counter();

    const told = [await at(0, 'a'), await at(0, 'a'), await at(0, 'a'), await at(1, 'b')];

    expect(told).to.deep.equal([undefined, undefined, undefined, undefined]);
  });

  it('are reported again by the same one only, whose reporting may have failed', async () => {
    const { at } = counter();
    await at(0, 'a');
    await at(1, 'b');
    await at(2, 'c');

    const told = [await at(2, 'c'), await at(1, 'b'), await at(3, 'd')];

    expect(told).to.deep.equal([3, undefined, undefined]);
  });

  it('are reported again when they continue after a window', async () => {
    const { at } = counter();
    for (const minutes of [0, 1, 2, 12, 15]) {
      await at(minutes, `early ${minutes}`);
    }

    expect(await at(17, 'late')).to.equal(3);
  });

  it('are reported in whatever order they arrive', async () => {
    const { at } = counter();

    const told = [await at(10, 'c'), await at(0, 'a'), await at(5, 'b')];

    expect(told).to.deep.equal([undefined, undefined, 3]);
  });

  it('are reported if all of them arrive after a later one', async () => {
    const { at } = counter();
    await at(100, 'z');

    const told = [await at(0, 'a'), await at(1, 'b'), await at(2, 'c')];

    expect(told).to.deep.equal([undefined, undefined, 3]);
  });

  it('are reported once when they are counted at the same time', async () => {
    const { at } = counter();

    const told = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => at(1, id)));

    expect(told.filter((one) => one !== undefined)).to.have.length(1);
  });

  it('are counted by user', async () => {
    const { at } = counter();
    await at(0, 'a', 'alice');
    await at(0, 'b', 'alice');

    expect(await at(0, 'c', 'bob')).to.equal(undefined);
  });

  it('are remembered up to a hundred, and until they may no longer come late', async () => {
    const { at, table } = counter();

    for (let index = 0; index < 120; index += 1) {
      await at(index, `event-${index}`);
    }

    const item = table.items.get('failures#alice');
    expect(item?.events?.SS).to.have.length(100);
    expect(item?.events?.SS).to.include('000000007140000#event-119');
    expect(item?.events?.SS).to.not.include('000000001140000#event-19');
    expect(item?.expiresAt).to.deep.equal({ N: String(1_000_000 + 900 + 86_400) });
  });

  it('count once of each member, by its last time', async () => {
    const { give, table } = counter();
    const of = (member: string, id: string, minutes: number) =>
      give({ member, id, time: minutes * minute });

    const told = [
      await of('bob', 'a', 0),
      await of('bob', 'b', 1),
      await of('bob', 'c', 2),
      await of('carol', 'd', 3),
      await of('dave', 'e', 16),
    ];

    expect(told.slice(0, 4)).to.deep.equal([undefined, undefined, undefined, undefined]);
    expect(told[4]).to.deep.equal(['bob', 'carol', 'dave']);
    expect(table.items.get('failures#alice')?.events?.SS).to.have.length(3);
  });

  it('hold twice as many members as a larger limit needs', async () => {
    const table = fakeTable();
    const { count } = failures(table.client, 'audit-sign-ins', options);

    for (let index = 0; index < 450; index += 1) {
      const id = `event-${index}`;
      await count({ key: 'office', member: id, id, time: index }, { count: 200, windowSeconds: 1 });
    }

    expect(table.items.get('failures#office')?.events?.SS).to.have.length(400);
  });

  it('fail when the table does', async () => {
    const { client } = fakeClient<DynamoDBClient>({ UpdateItem: new Error('Throttled') });
    const { count } = failures(client, 'audit-sign-ins', options);

    const failed = await count({ key: 'alice', member: 'a', id: 'a', time: 0 }, limit).catch(
      String,
    );

    expect(failed).to.equal('Error: Throttled');
  });

  it('are reported as soon as any window has enough, whatever the times and their order', async () => {
    const times = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(times, async (all) => {
        const { at } = counter();
        const told: number[] = [];
        for (const [index, time] of all.entries()) {
          if ((await at(time, `event-${index}`)) !== undefined) {
            told.push(time);
          }
        }

        const entries = all.map((time, index) => ({ time, member: `event-${index}` }));
        const repeated = all.some((time) => mostWithin(entries, time, 15).length >= 3);
        expect(told.length > 0).to.equal(repeated);
        for (const [index, time] of told.slice(1).entries()) {
          expect(Math.abs(time - (told[index] ?? 0))).to.be.greaterThan(14);
        }
      }),
    );
  });
});
