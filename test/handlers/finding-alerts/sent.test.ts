import { expect } from 'chai';
import fc from 'fast-check';
import { sentFindings } from '../../../handlers/finding-alerts/sent.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { fakeTable } from '../../lambda/alerting/table.ts';

const DAY_MS = 86_400_000;
const START = Date.parse('2026-10-05T12:00:00Z');

function setUp(fail?: (command: string) => void) {
  const { dynamodb, items, commands } = fakeTable(fail);
  const clock = { now: START };
  const told: string[] = [];
  const { run, ...sent } = sentFindings(dynamodb, 'audit-findings', { now: () => clock.now });
  const forget = (seen: { id: string; publishedAt: number }) =>
    sent.forget(seen, async (severity) => void told.push(`${severity} again`));
  /** Sends a finding, and notes with which severity, and which was sent before. */
  const send = (severity: number, during: () => Promise<unknown> = async () => {}) =>
    run({ id: 'a', severity, publishedAt: clock.now }, async (before) => {
      await during();
      told.push(before === undefined ? `${severity}` : `${severity} after ${before}`);
    });
  return { run, forget, send, told, items, commands, clock };
}

const settled = (work: Promise<unknown>) => work.then(String, (error: Error) => error.name);
const dies = () => new Promise<never>(() => {});

describe('a finding', () => {
  it('is sent, and remembered for 90 days', async () => {
    const { send, told, items } = setUp();

    const result = await send(5);

    expect(result).to.equal('sent');
    expect(told).to.deep.equal(['5']);
    expect(items.get('finding#a')).to.deep.equal({
      id: { S: 'finding#a' },
      claimed: { N: '5' },
      publishedAt: { N: String(START) },
      leaseUntil: { N: String(START + 50_000) },
      sent: { N: '5' },
      expiresAt: { N: String((START + 90 * DAY_MS) / 1000) },
    });
  });

  it('is not sent again when it is updated with the same or a lower severity', async () => {
    const { send, told } = setUp();
    await send(5);

    const results = [await send(5), await send(2)];

    expect(results).to.deep.equal(['already', 'already']);
    expect(told).to.deep.equal(['5']);
  });

  it('is sent again when its severity rises, with the severity that was sent before', async () => {
    const { send, told } = setUp();
    await send(5);

    const results = [await send(8.5), await send(8.5), await send(9)];

    expect(results).to.deep.equal(['sent', 'already', 'sent']);
    expect(told).to.deep.equal(['5', '8.5 after 5', '9 after 8.5']);
  });

  it('is sent by one of two invocations; the other is tried again, and has nothing to do', async () => {
    const { send, told } = setUp();

    const results = await Promise.all([settled(send(5)), settled(send(5))]);

    expect(results.toSorted()).to.deep.equal(['ClaimedError', 'sent']);
    expect(await send(5)).to.equal('already');
    expect(told).to.deep.equal(['5']);
  });

  it('is sent by the next try when an invocation died after its claim', async () => {
    const { send, told, clock } = setUp();
    void send(5, dies);
    await new Promise(setImmediate);

    const early = await settled(send(5));
    clock.now += 60_000;
    const late = await send(5);

    expect([early, late]).to.deep.equal(['ClaimedError', 'sent']);
    expect(told).to.deep.equal(['5']);
  });

  it('is sent at once when its severity rises while a lower one is claimed', async () => {
    const { send, told } = setUp();
    let during = '';

    const lower = await send(5, async () => {
      during = await send(8);
    });

    expect([lower, during]).to.deep.equal(['sent', 'sent']);
    expect(told).to.deep.equal(['8', '5']);
    expect(await send(8)).to.equal('already');
  });

  it('waits with a lower severity until the higher one that is claimed is sent', async () => {
    const { send, told } = setUp();
    let during = '';

    await send(8, async () => {
      during = await settled(send(5));
    });

    expect(during).to.equal('ClaimedError');
    expect(await send(5)).to.equal('already');
    expect(told).to.deep.equal(['8']);
  });

  it('of the higher severity is not lost when both who claimed it died', async () => {
    const { send, told, clock } = setUp();
    void send(5, dies);
    void send(8, dies);
    await new Promise(setImmediate);
    clock.now += 60_000;

    const results = [await send(5), await send(8)];

    expect(results).to.deep.equal(['sent', 'sent']);
    expect(told).to.deep.equal(['5', '8 after 5']);
  });

  it('can be claimed at once after the topic refused it', async () => {
    const { run, send, told } = setUp();

    const refused = await settled(
      run({ id: 'a', severity: 5, publishedAt: START }, () =>
        Promise.reject(awsError('Throttled')),
      ),
    );

    expect(refused).to.equal('Throttled');
    expect(await send(5)).to.equal('sent');
    expect(told).to.deep.equal(['5']);
  });

  it('keeps the claim of the higher severity when the topic refuses the lower one', async () => {
    const { send, clock } = setUp();
    let during: Promise<string> = Promise.resolve('');
    await settled(
      send(5, async () => {
        clock.now += 1;
        void send(8, dies);
        await new Promise(setImmediate);
        throw awsError('Throttled');
      }),
    );

    during = settled(send(8));

    expect(await during).to.equal('ClaimedError');
  });

  it('is sent twice rather than not at all when that it was sent cannot be written', async () => {
    let writes = 0;
    const { send, told, clock } = setUp(() => {
      writes += 1;
      if (writes === 2) {
        throw awsError('InternalServerError');
      }
    });
    const first = await settled(send(5));
    clock.now += 60_000;

    const second = await send(5);

    expect([first, second]).to.deep.equal(['InternalServerError', 'sent']);
    expect(told).to.deep.equal(['5', '5']);
  });

  it('is remembered 90 days from its last update, an event that is delivered twice writes nothing', async () => {
    const { send, items, commands, clock } = setUp();
    await send(5);
    clock.now += DAY_MS;
    await send(5);
    const afterOneDay = commands.length;
    await send(5);

    expect(items.get('finding#a')?.['expiresAt']).to.deep.equal({
      N: String((START + 91 * DAY_MS) / 1000),
    });
    expect(commands.length - afterOneDay).to.equal(1);
  });

  it('is new after that time, though DynamoDB has not yet deleted the item', async () => {
    const { send, told, clock } = setUp();
    await send(8);
    clock.now += 91 * DAY_MS;

    const results = [await send(5), await send(5), await send(8)];

    expect(results).to.deep.equal(['sent', 'already', 'sent']);
    expect(told).to.deep.equal(['8', '5', '8 after 5']);
  });

  it('with a higher severity after that time does not mention what was sent before', async () => {
    const { send, told, clock } = setUp();
    await send(5);
    clock.now += 91 * DAY_MS;

    await send(8);

    expect(told).to.deep.equal(['5', '8']);
  });

  it('has a key that DynamoDB takes, however long its id', async () => {
    const { run, items } = setUp();

    await run({ id: '🙂'.repeat(600), severity: 5, publishedAt: START }, async () => {});

    expect([...items.keys()].join()).to.match(/^finding#[0-9a-f]{64}$/);
  });

  it('is sent with its highest severity, whatever fails and however often', async () => {
    const point = fc.constantFrom('claim', 'send', 'mark', 'none', 'none');
    const update = fc.record({ severity: fc.constantFrom(2, 5, 8, 9.5), failsAt: point });

    await fc.assert(
      fc.asyncProperty(fc.array(update, { minLength: 1, maxLength: 8 }), async (updates) => {
        let failsAt = 'none';
        let writes = 0;
        const { send, told, clock } = setUp(() => {
          writes += 1;
          const isClaim = writes === 1;
          if (isClaim ? failsAt === 'claim' : failsAt === 'mark') {
            throw awsError('Down');
          }
        });
        const attempt = (severity: number, at: string) => {
          [failsAt, writes] = [at, 0];
          return settled(
            send(severity, async () => {
              if (at === 'send') {
                throw awsError('Down');
              }
            }),
          );
        };
        for (const one of updates) {
          await attempt(one.severity, one.failsAt);
          clock.now += 60_000;
          await attempt(one.severity, 'none');
        }

        const highest = Math.max(...updates.map(({ severity }) => severity));
        expect(told.map((text) => Number(text.split(' ')[0]))).to.include(highest);
        const fails = updates.some((one) => one.failsAt === 'mark');
        if (!fails) {
          expect(new Set(told.map((text) => text.split(' ')[0])).size).to.equal(told.length);
        }
      }),
    );
  });

  it('is sent again after it was over', async () => {
    const { forget, send, told, clock } = setUp();
    await send(8);
    clock.now += 3_600_000;

    const forgotten = await forget({ id: 'a', publishedAt: clock.now });
    const again = [await send(8), await send(8)];

    expect(forgotten).to.equal('forgotten');
    expect(again).to.deep.equal(['sent', 'already']);
    expect(told).to.deep.equal(['8', '8']);
  });

  it('stays remembered when an event that is older than its alert says that it was over', async () => {
    const { forget, send, told } = setUp();
    await send(8);

    const outcomes = [
      await forget({ id: 'a', publishedAt: START - 1000 }),
      await forget({ id: 'b', publishedAt: START }),
    ];

    expect(outcomes).to.deep.equal(['unknown', 'unknown']);
    expect(await send(8)).to.equal('already');
    expect(told).to.deep.equal(['8']);
  });

  it('is forgotten although it was over while its alert was sent', async () => {
    const { forget, send, told, items } = setUp();

    await send(8, () => forget({ id: 'a', publishedAt: START }));

    expect(items.get('finding#a')).not.to.have.property('sent');
    expect(await send(8)).to.equal('sent');
    expect(told).to.deep.equal(['8', '8']);
  });

  it('that was sent before an update of this function is forgotten, too', async () => {
    const { forget, send, told, items } = setUp();
    items.set('finding#a', { id: { S: 'finding#a' }, sent: { N: '8' } });

    const outcomes = [await send(8), await forget({ id: 'a', publishedAt: START }), await send(8)];

    expect(outcomes).to.deep.equal(['already', 'forgotten', 'sent']);
    expect(told).to.deep.equal(['8']);
  });

  it('is sent again when that it was over arrives only after it came back', async () => {
    const { forget, send, told, clock } = setUp();
    await send(8);
    clock.now += 60_000;
    await send(5);

    const outcomes = [
      await forget({ id: 'a', publishedAt: START + 1000 }),
      await forget({ id: 'a', publishedAt: START + 1000 }),
      await send(5),
    ];

    expect(outcomes).to.deep.equal(['sent', 'unknown', 'already']);
    expect(told).to.deep.equal(['8', '5 again']);
  });

  it('is sent again after it came back, though its first alert was later than that it was over', async () => {
    const { forget, run, send, told, clock } = setUp();
    clock.now += 60_000;
    await forget({ id: 'a', publishedAt: START + 1000 });
    await run({ id: 'a', severity: 8, publishedAt: START }, async () => void told.push('late'));

    const outcomes = [await send(8), await send(8)];

    expect(outcomes).to.deep.equal(['sent', 'already']);
    expect(told).to.deep.equal(['late', '8']);
  });

  it('is sent again by the next try when the topic refused it', async () => {
    const { dynamodb } = fakeTable();
    const clock = { now: START };
    const { run, forget } = sentFindings(dynamodb, 'audit-findings', { now: () => clock.now });
    for (const publishedAt of [START, START + 2000]) {
      await run({ id: 'a', severity: 8, publishedAt }, async () => {});
    }
    const over = { id: 'a', publishedAt: START + 1000 };

    const outcomes = [
      await settled(forget(over, () => Promise.reject(awsError('Throttled')))),
      await settled(forget(over, async () => {})),
    ];

    expect(outcomes).to.deep.equal(['Throttled', 'sent']);
  });

  it('is known to be active or over as its last event says, in whatever order events arrive', async () => {
    const kinds = fc.array(fc.constantFrom('over', 5, 5, 8), { minLength: 2, maxLength: 7 });
    const orders = kinds.chain((kind) => {
      const events = kind.map((one, index) => ({ one, publishedAt: START + index * 1000 }));
      return fc.record({
        events: fc.constant(events),
        arriving: fc.shuffledSubarray(events, { minLength: events.length }),
        failing: fc.subarray(events),
      });
    });

    await fc.assert(
      fc.asyncProperty(orders, async ({ events, arriving, failing }) => {
        const { dynamodb } = fakeTable();
        const clock = { now: START + 60_000 };
        const sent = sentFindings(dynamodb, 'audit-findings', { now: () => clock.now });
        const told: { publishedAt: number; severity: number }[] = [];
        const tellNewest = async (severity: number) => {
          const newest = [...seen].filter(({ one }) => one === severity).at(-1);
          told.push({ severity, publishedAt: newest?.publishedAt ?? 0 });
        };
        const seen: typeof events = [];
        const give = (one: string | number, publishedAt: number, fails: boolean) => {
          const send = async (severity: number) => {
            if (fails) {
              throw awsError('Throttled');
            }
            await (one === 'over' ? tellNewest(severity) : told.push({ severity, publishedAt }));
          };
          return one === 'over'
            ? sent.forget({ id: 'a', publishedAt }, send)
            : sent.run({ id: 'a', severity: Number(one), publishedAt }, () => send(Number(one)));
        };
        for (const event of arriving) {
          seen.push(event);
          seen.sort((a, b) => a.publishedAt - b.publishedAt);
          for (const fails of failing.includes(event) ? [true, false] : [false]) {
            clock.now += 60_000;
            await settled(give(event.one, event.publishedAt, fails));
          }
        }

        const isOver = ({ one }: (typeof events)[number]) => one === 'over';
        const lastOver = events.findLast(isOver)?.publishedAt ?? 0;
        const since = told.filter(({ publishedAt }) => publishedAt > lastOver);
        expect(since.length > 0).to.equal(events.at(-1)?.one !== 'over');
        const again = await sent.run(
          { id: 'a', severity: 5, publishedAt: START + 3_600_000 },
          async () => {},
        );
        expect(again).to.equal(events.at(-1)?.one === 'over' ? 'sent' : 'already');
      }),
      { numRuns: 500 },
    );
  });
});
