import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { readFailures } from '../../scripts/reports/failures.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { type FakeAws, oneReport } from './reports-fakes.ts';
import { buckets, Terminal } from './reports-terminal.ts';

const key = '444444444444/prowler/2026-11-20/lost.json';

const line = (entry: object): string => JSON.stringify({ level: 'ERROR', ...entry });
const failure = (message: string) => line({ action: 'fail-report', key, message });

const logged: FakeAws['logged'] = [
  { timestamp: 3, message: failure('Not delivered: SlowDown: Reduce your request rate') },
  { timestamp: 1, message: failure('Not delivered: InternalError: We erred') },
  { timestamp: 2, message: 'REPORT RequestId: "fail-report"' },
  { timestamp: 4, message: line({ action: 'fail-message', message: '"fail-report" of another' }) },
];

describe('what the dispatcher could not deliver', () => {
  let terminal: Terminal;

  beforeEach(() => {
    terminal = new Terminal();
  });

  afterEach(() => terminal.remove());

  it('is listed with what its log said last, over all pages', async () => {
    const { stdout } = await terminal.type(['list'], { ...oneReport(key), logged });

    expect(stdout).to.equal(
      `undelivered        1 B  ${key} (Not delivered: SlowDown: Reduce your request rate)\n` +
        '1 report: 1 undelivered\n',
    );
  });

  it('is listed with what was seen, where the log says nothing of it', async () => {
    const { stdout } = await terminal.type(['list'], { ...oneReport(key), logged: [] });

    expect(stdout).to.match(/^undelivered .* is not there, or does not have it\)$/m);
  });

  it('is not asked for when everything has arrived', async () => {
    const asked: string[] = [];
    const instead: FakeAws['instead'] = ({ name }) => {
      asked.push(name);
      return undefined;
    };

    await terminal.type(['list'], { buckets, logged, instead });

    expect(asked).to.include('HeadObject');
    expect(asked).to.not.include('FilterLogEvents');
  });

  it('is nothing where the dispatcher never ran', async () => {
    const gone = awsError('ResourceNotFoundException', 'The specified log group does not exist.');
    const { client } = fakeClient<CloudWatchLogsClient>({ FilterLogEvents: gone });

    const found = await readFailures(client, { resourcePrefix: 'ofn-audit', now: 0 });

    expect([...found]).to.deep.equal([]);
  });

  it('is looked for as long as its message stays in the queue', async () => {
    const { client, commands } = fakeClient<CloudWatchLogsClient>({
      FilterLogEvents: [{ events: [] }],
    });

    await readFailures(client, { resourcePrefix: 'acme', now: Date.UTC(2026, 10, 28) });

    expect(commands).to.deep.equal([
      [
        'FilterLogEvents',
        {
          logGroupName: '/aws/lambda/acme-report-dispatcher',
          filterPattern: '"fail-report"',
          startTime: Date.UTC(2026, 10, 14),
        },
      ],
    ]);
  });
});
