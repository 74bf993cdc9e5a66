import { expect } from 'chai';
import fc from 'fast-check';
import { body, findQueue, replay } from '../../scripts/reports/replay.ts';
import { awsError } from '../doubles/aws-client.ts';
import { type Call, type Entry, fakeAws } from './reports-fakes.ts';

const keysOf = (count: number) =>
  Array.from({ length: count }, (_, index) => `444444444444/tool/2026-11-20/${index}`);

async function send(keys: string[], instead?: (call: Call) => unknown) {
  const { sessions, calls, bodies } = fakeAws({ buckets: {}, ...(instead && { instead }) });
  const { sqs } = (await sessions.open('222222222222')).clients('us-east-1');
  const waits: number[] = [];
  const told: string[] = [];
  const result = await replay({
    ...{ sqs, queueUrl: 'https://sqs/ofn-audit-reports', bucket: 'reports', keys },
    wait: async (ms) => waits.push(ms),
    onProgress: (text) => told.push(text),
  });
  return { result, calls, bodies, waits, told };
}

/** Refuses each message as often as `times` says of its body. */
function refusing(times: (body: string) => number, more: object = {}) {
  const seen = new Map<string, number>();
  return ({ input }: Call) => {
    const refused = (input['Entries'] as Entry[]).filter(({ MessageBody }) => {
      const count = seen.get(MessageBody) ?? 0;
      seen.set(MessageBody, count + 1);
      return count < times(MessageBody);
    });
    return {
      Failed: refused.map(({ Id }) => ({ Id, Code: 'InternalError', Message: 'later', ...more })),
    };
  };
}

const entriesOf = (calls: Call[]) => calls.map(({ input }) => (input['Entries'] as Entry[]).length);

describe('a replay of reports', () => {
  it('sends the message of the dispatcher for each, ten at a time', async () => {
    const { result, calls, bodies, told } = await send(keysOf(23));

    expect(result).to.deep.equal({ sent: 23, failed: [] });
    expect(entriesOf(calls)).to.deep.equal([10, 10, 3]);
    expect(bodies.map((text) => JSON.parse(text))).to.deep.equal(
      keysOf(23).map((key) => ({ replay: { bucket: 'reports', key } })),
    );
    expect(told.at(-1)).to.equal('23/23 sent');
  });

  it('sends nothing for no report', async () => {
    expect(await send([])).to.deep.include({ result: { sent: 0, failed: [] }, calls: [] });
  });

  it('sends again what SQS refused, and only that, after a while that grows', async () => {
    const { result, calls, waits } = await send(
      keysOf(10),
      refusing((text) => (text.includes('/3"') ? 2 : 0)),
    );

    expect(result).to.deep.equal({ sent: 10, failed: [] });
    expect(entriesOf(calls)).to.deep.equal([10, 1, 1]);
    expect(waits).to.deep.equal([400, 800]);
  });

  it('gives up a message that SQS refuses five times, and says why', async () => {
    const [bad = '', ...good] = keysOf(12);

    const { result, calls } = await send(
      [bad, ...good],
      refusing((text) => (text.includes('/0"') ? 99 : 0)),
    );

    expect(result).to.deep.equal({
      sent: 11,
      failed: [{ key: bad, reason: 'InternalError: later' }],
    });
    expect(entriesOf(calls).sort()).to.deep.equal([1, 1, 1, 1, 10, 2].sort());
  });

  it('does not send again what is wrong with the message itself', async () => {
    const { result, calls, waits } = await send(
      keysOf(1),
      refusing(() => 99, { SenderFault: true }),
    );

    expect([result.failed.length, calls.length, waits.length]).to.deep.equal([1, 1, 0]);
  });

  it('ends at a call that fails, and counts what it did not send', async () => {
    let call = 0;

    const { result, calls } = await send(keysOf(1000), () => {
      call += 1;
      if (call > 3) {
        throw awsError('AccessDenied', 'no');
      }
    });

    expect(result.sent).to.equal(30);
    expect(result.failed).to.have.length(970);
    expect(new Set(result.failed.map(({ reason }) => reason))).to.deep.equal(
      new Set(['AccessDenied: no']),
    );
    expect(calls.length).to.be.at.most(3 + 5);
  });

  it('makes a message of any key that SQS takes, from which the key can be read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (key) => {
        const text = body('reports', key);

        expect(JSON.parse(text)).to.deep.equal({ replay: { bucket: 'reports', key } });
        expect(text).to.match(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
      }),
      { examples: [['\uFFFE\uFFFF\u0000\u{1F600}']] },
    );
  });

  it('finds the queue by its name', async () => {
    const { sessions } = fakeAws({ buckets: {} });
    const { sqs } = (await sessions.open('222222222222')).clients('us-east-1');

    expect(await findQueue(sqs, 'ofn-audit-reports')).to.equal('https://sqs/ofn-audit-reports');
  });

  it('reports that there is no queue', async () => {
    const instead = () => {
      throw awsError('QueueDoesNotExist', 'The specified queue does not exist.');
    };
    const { sessions } = fakeAws({ buckets: {}, instead });
    const { sqs } = (await sessions.open('222222222222')).clients('us-east-1');

    const failure = await findQueue(sqs, 'ofn-audit-reports').catch((error: unknown) => error);

    expect(failure).to.include({
      name: 'ReportsError',
      message:
        'There is no queue ofn-audit-reports: deploy the capability security-reporting first',
    });
  });
});
