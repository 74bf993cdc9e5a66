import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { expect } from 'chai';
import { TrailSignInsError } from '../../../handlers/trail-sign-ins/errors.ts';
import { trailSignIns } from '../../../handlers/trail-sign-ins/trail-sign-ins.ts';
import type { LogEntry } from '../../../lambda/log.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { delivery, packed } from './samples.ts';

const busArn = 'arn:aws:events:us-east-1:222222222222:event-bus/ofn-audit-sign-ins';
const settings = { resourcePrefix: 'ofn-audit', busArn };

function setUp(answers: Answers) {
  const { client, commands } = fakeClient<EventBridgeClient>(answers);
  const pauses: number[] = [];
  const logged: LogEntry[] = [];
  const sleep = async (ms: number) => void pauses.push(ms);
  const run = (event: unknown) =>
    trailSignIns(event, settings, {
      eventBridge: client,
      sleep,
      log: (entry) => void logged.push(entry),
    });
  const details = () =>
    commands.map(([, { Entries }]) => (Entries as { Detail: string }[]).map((one) => one.Detail));
  return { run, commands, pauses, logged, details, put: () => details().map((one) => one.length) };
}

const taken = { Entries: [{ EventId: 'e' }], FailedEntryCount: 0 };
const rejected = (ErrorCode: string) => ({ ErrorCode, ErrorMessage: 'because' });
const records = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => JSON.stringify({ eventID: `id-${index}` }));

describe('trail-sign-ins', () => {
  it('puts a record on the bus as it is', async () => {
    const record = '{"eventName": "ConsoleLogin",  "awsRegion":"sa-east-1"}';
    const { run, commands } = setUp({ PutEvents: taken });

    const count = await run(delivery(record));

    expect(count).to.equal(1);
    expect(commands).to.deep.equal([
      [
        'PutEvents',
        {
          Entries: [
            {
              Source: 'ofn-audit.trail',
              DetailType: 'Sign-in from the organization trail',
              EventBusName: busArn,
              Detail: record,
            },
          ],
        },
      ],
    ]);
  });

  it('puts ten records a call', async () => {
    const { run, put } = setUp({ PutEvents: { Entries: [] } });

    await run(delivery(...records(23)));

    expect(put()).to.deep.equal([10, 10, 3]);
  });

  it('puts no more than 256 KB a call', async () => {
    const large = records(3).map((text) => text.replace('}', `,"more":"${'x'.repeat(120_000)}"}`));
    const { run, put } = setUp({ PutEvents: { Entries: [] } });

    await run(delivery(...large));

    expect(put()).to.deep.equal([2, 1]);
  });

  it('retries the entries that were throttled, and no others', async () => {
    const partial = { Entries: [{ EventId: 'e' }, rejected('ThrottlingException')] };
    const { run, details, pauses } = setUp({ PutEvents: [partial, taken] });

    const count = await run(delivery(...records(2)));

    expect(details()[1]).to.deep.equal(['{"eventID":"id-1"}']);
    expect(pauses).to.deep.equal([250]);
    expect(count).to.equal(2);
  });

  it('fails once EventBridge has throttled an entry five times', async () => {
    const throttled = { Entries: [rejected('ThrottlingException')] };
    const { run, commands } = setUp({ PutEvents: throttled });

    const error = await failureOf(run(delivery(...records(1))));

    expect(commands).to.have.length(5);
    expect(error.message).to.equal(
      `1 of 1 sign-ins did not reach ${busArn}: ThrottlingException: because`,
    );
  });

  it('puts all that can be put before it fails', async () => {
    const first = { Entries: [rejected('AccessDeniedException')] };
    const { run, put, logged } = setUp({ PutEvents: [first, { Entries: [] }] });

    const error = await failureOf(run(delivery('no JSON', ...records(12))));

    expect(put()).to.deep.equal([10, 2]);
    expect(error.message).to.equal(
      `2 of 13 sign-ins did not reach ${busArn}: a log event is not JSON; AccessDeniedException: because`,
    );
    expect(logged).to.deep.equal([
      {
        message: 'Forwarded sign-ins of the trail',
        action: 'forward',
        level: 'ERROR',
        forwarded: 11,
        failed: 2,
      },
    ]);
  });

  it('does not put what EventBridge would reject for its size or form', async () => {
    const huge = JSON.stringify({ more: 'x'.repeat(256 * 1024) });
    const { run, commands } = setUp({});

    const error = await failureOf(run(delivery(huge, '[]')));

    expect(commands).to.deep.equal([]);
    expect(error.message).to.match(
      /a record has \d+ bytes, and an event at most 262144; a log event is not a record/,
    );
  });

  it('fails when the call is denied', async () => {
    const { run } = setUp({ PutEvents: awsError('AccessDeniedException') });

    const error = await failureOf(run(delivery(...records(1))));

    expect(error.name).to.equal('AccessDeniedException');
  });

  it('does nothing for a control message', async () => {
    const { run, commands } = setUp({});

    const count = await run(packed({ messageType: 'CONTROL_MESSAGE', logEvents: [{}] }));

    expect(count).to.equal(0);
    expect(commands).to.deep.equal([]);
  });

  for (const [what, event] of Object.entries({
    'an event of another service': { source: 'aws.signin' },
    'data that are not packed': { awslogs: { data: 'eyJ9' } },
    'a message of another type': packed({ messageType: 'OTHER', logEvents: [] }),
  })) {
    it(`rejects ${what}`, async () => {
      const { run } = setUp({});

      const error = await failureOf(run(event));

      expect(error).to.be.instanceOf(TrailSignInsError);
      expect(error.message).to.match(/Expected|is not JSON/);
    });
  }
});
