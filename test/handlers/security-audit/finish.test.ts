import type { JobSummary } from '@aws-sdk/client-batch';
import { expect } from 'chai';
import { finish } from '../../../handlers/security-audit/finish.ts';
import type { EndedJob } from '../../../handlers/security-audit/request.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { BUCKET, idAt, SECURITY, settings, World } from './world.ts';

const part = { id: '2026-11-28T03-00-00Z', date: '2026-11-28' };
const FOLDER = `${SECURITY}/security-audit/${part.date}/${part.id}`;
const OUTCOMES = `${SECURITY}/security-audit-outcomes/${part.date}/${part.id}`;
const array: EndedJob = { id: 'job-1', part, status: 'FAILED', size: 3, reasons: [] };
const account = (index: number, state = 'ACTIVE') => ({
  ...{ id: idAt(index), name: `Account ${index}`, state },
});
const child = (index: number, more: Partial<JobSummary> = {}): JobSummary => ({
  ...{ jobId: `job-1:${index}`, jobName: 'run', status: 'SUCCEEDED' },
  arrayProperties: { index },
  ...more,
});

const outcome = (id: string, errors: Record<string, unknown> = { prowler: 0 }) => ({
  account: id,
  scans: Object.entries(errors).map(([tool, count]) => ({ tool, errors: count })),
});

/** Jobs leave word of no errors. */
function worldOf(accounts: readonly { id: string }[], children: JobSummary[]): World {
  const world = new World();
  for (const { id } of accounts) {
    world.write(`${OUTCOMES}/${id}.json`, outcome(id));
  }
  world.write(`${FOLDER}/accounts.json`, accounts);
  world.jobs.push({ jobId: 'job-1', jobName: 'run', status: 'FAILED', children });
  return world;
}

describe('the end of a security audit', () => {
  it('reports which accounts were not scanned, and why', async () => {
    const accounts = [account(0), account(1), account(2)];
    const failed: Partial<JobSummary> = {
      status: 'FAILED',
      statusReason: 'Essential container in task exited',
      container: { exitCode: 1 },
    };
    const timedOut: Partial<JobSummary> = {
      status: 'FAILED',
      statusReason: 'Job attempt duration exceeded timeout',
    };
    const world = worldOf(accounts, [child(2, failed), child(0), child(1, timedOut)]);

    const summary = await finish(world.finish(), settings, array);

    expect(summary).to.deep.equal({
      run: part.id,
      date: part.date,
      accounts: 3,
      scanned: 1,
      notScanned: [
        {
          ...{ id: idAt(1), name: 'Account 1', status: 'timed-out' },
          reason: 'Job attempt duration exceeded timeout',
        },
        {
          ...{ id: idAt(2), name: 'Account 2', status: 'failed' },
          reason: 'Essential container in task exited; exit code 1',
        },
      ],
      withErrors: [],
      errorsUnknown: 0,
      denied: {},
      skipped: [],
    });
    expect(world.jsonAt(`${FOLDER}/summary.json`)).to.deep.equal(summary);
    expect(world.counted).to.deep.equal([summary]);
    expect(world.published).to.deep.equal([
      {
        subject: 'Security audit: 1 of 3 accounts scanned',
        text: [
          '1 of 3 accounts scanned',
          '',
          `Account 1 (${idAt(1)}): timed-out: Job attempt duration exceeded timeout`,
          `Account 2 (${idAt(2)}): failed: Essential container in task exited; exit code 1`,
          '',
          `Run: ${part.id}`,
          `Summary: s3://${BUCKET}/${FOLDER}/summary.json`,
          'Logs of its jobs: log group ofn-audit-security-audit',
        ].join('\n'),
      },
    ]);
  });

  it('reads children of every status and page', async () => {
    const accounts = Array.from({ length: 250 }, (_, index) => account(index));
    const children = accounts.map((_, index) =>
      child(index, index % 50 === 49 ? { status: 'FAILED' } : {}),
    );
    const world = worldOf(accounts, children);

    const summary = await finish(world.finish(), settings, { ...array, size: 250 });

    expect(summary).to.include({ accounts: 250, scanned: 245 });
    expect(summary.notScanned.map(({ id }) => id)).to.deep.equal([49, 99, 149, 199, 249].map(idAt));
    expect(world.sent('ListJobs')).to.have.length(9); // seven statuses, three pages of one
  });

  it('takes an account without a job, and one whose job is still running, for not scanned', async () => {
    const running = child(1, { status: 'RUNNING' });
    const world = worldOf([account(0), account(1)], [running, { jobId: 'x', jobName: 'x' }]);

    const { scanned, notScanned } = await finish(world.finish(), settings, array);

    expect(scanned).to.equal(0);
    expect(notScanned.map(({ reason }) => reason)).to.deep.equal([
      'AWS Batch has no job for it',
      'its job is still RUNNING',
    ]);
  });

  it('publishes nothing about a run that scanned all accounts without errors', async () => {
    const world = worldOf([account(0), account(1)], [child(0), child(1)]);

    const summary = await finish(world.finish(), settings, { ...array, status: 'SUCCEEDED' });

    expect(summary).to.include({ accounts: 2, scanned: 2 });
    expect(world.counted).to.have.length(1);
    expect(world.published).to.deep.equal([]);
  });

  it('reports which of the scanned accounts had errors, and how many', async () => {
    const accounts = [account(0), account(1), account(2)];
    const world = worldOf(accounts, [child(0), child(1), child(2, { status: 'FAILED' })]);
    world.write(`${OUTCOMES}/${idAt(1)}.json`, outcome(idAt(1), { prowler: 412, scoutsuite: 0 }));
    world.write(`${OUTCOMES}/${idAt(2)}.json`, outcome(idAt(2), { prowler: 7 }));

    const summary = await finish(world.finish(), settings, array);

    expect(summary).to.deep.include({
      ...{ scanned: 2, errorsUnknown: 0 },
      withErrors: [
        {
          ...{ id: idAt(1), name: 'Account 1', refused: {} },
          errors: { prowler: 412, scoutsuite: 0 },
        },
      ],
    });
    expect(world.published[0]?.subject).to.equal(
      'Security audit: 2 of 3 accounts scanned, 1 with errors',
    );
    expect(world.published[0]?.text).to.contain(
      `possibly not completely: 1\nAccount 1 (${idAt(1)}): 412 in the log of prowler\n\n`,
    );
  });

  it('names the permissions that AWS refused, and those that the role denies apart', async () => {
    const world = worldOf([account(0), account(1)], [child(0), child(1)]);
    const denied = { 'glue:GetConnections': 17 };
    world.write(`${OUTCOMES}/${idAt(0)}.json`, {
      scans: [{ tool: 'prowler', errors: 0, refused: {}, denied }],
    });
    world.write(`${OUTCOMES}/${idAt(1)}.json`, {
      scans: [
        { tool: 'prowler', errors: 3, refused: { 'kms:ListKeys': 3 }, denied },
        { tool: 'scoutsuite', errors: 1, refused: { 'kms:ListKeys': 1 }, denied: {} },
      ],
    });

    const summary = await finish(world.finish(), settings, array);

    expect(summary).to.deep.include({
      denied: { 'glue:GetConnections': 34 },
      withErrors: [
        {
          ...{ id: idAt(1), name: 'Account 1', errors: { prowler: 3, scoutsuite: 1 } },
          refused: { 'kms:ListKeys': 4 },
        },
      ],
    });
    expect(world.published[0]?.text).to.contain(
      `\nAccount 1 (${idAt(1)}): 3 in the log of prowler, 1 in the log of scoutsuite; AWS refused kms:ListKeys (4)\n` +
        '\nDenied by the audit role on purpose, not counted as errors: glue:GetConnections (34)\n',
    );
  });

  it('publishes nothing about calls that the role denies on purpose', async () => {
    const world = worldOf([account(0)], []);
    world.write(`${OUTCOMES}/${idAt(0)}.json`, {
      scans: [{ tool: 'prowler', errors: 0, refused: {}, denied: { 'glue:GetConnections': 17 } }],
    });

    await finish(world.finish(), settings, {
      ...{ id: 'job-1', part, status: 'SUCCEEDED', reasons: [] },
    });

    expect(world.published).to.deep.equal([]);
  });

  it('says how many checks had no result, which is not a pass', async () => {
    const world = worldOf([account(0), account(1), account(2)], [child(0), child(1), child(2)]);
    const scan = { tool: 'prowler', errors: 0 };
    const other = { tool: 'scoutsuite', errors: 0, checks: { asked: 100, noResult: 10 } };
    world.write(`${OUTCOMES}/${idAt(0)}.json`, {
      scans: [{ ...scan, checks: { asked: 600, noResult: 480 } }, other],
    });
    world.write(`${OUTCOMES}/${idAt(1)}.json`, {
      scans: [{ ...scan, checks: { asked: 600, noResult: 20 } }],
    });

    const summary = await finish(world.finish(), { ...settings, tellSuccess: true }, array);

    expect(summary.checks).to.deep.equal({ asked: 1300, noResult: 510, most: 490 });
    expect(world.published[0]?.text).to.contain(
      '\n\nChecks without a result, which is not a pass: 510 of 1300, up to 490 in an account\n\n',
    );
  });

  it('publishes nothing about checks without a result alone, which every account has', async () => {
    const world = worldOf([account(0)], [child(0)]);
    world.write(`${OUTCOMES}/${idAt(0)}.json`, {
      scans: [{ tool: 'prowler', errors: 0, checks: { asked: 600, noResult: 480 } }],
    });

    await finish(world.finish(), settings, array);

    expect(world.published).to.deep.equal([]);
  });

  it('publishes errors, though all accounts were scanned', async () => {
    const world = worldOf([account(0)], []);
    world.write(`${OUTCOMES}/${idAt(0)}.json`, outcome(idAt(0), { prowler: 1 }));

    await finish(world.finish(), settings, {
      ...{ id: 'job-1', part, status: 'SUCCEEDED', reasons: [] },
    });

    expect(world.published.map(({ subject }) => subject)).to.deep.equal([
      'Security audit: 1 of 1 accounts scanned, 1 with errors',
    ]);
  });

  it('names fifty accounts with errors in a message, of all pages of outcomes', async () => {
    const accounts = Array.from({ length: 260 }, (_, index) => account(index));
    const world = worldOf(
      accounts,
      accounts.map((_, index) => child(index)),
    );
    for (const { id } of accounts) {
      world.write(`${OUTCOMES}/${id}.json`, outcome(id, { prowler: 2 }));
    }

    const summary = await finish(world.finish(), settings, { ...array, size: 260 });

    expect(summary.withErrors).to.have.length(260);
    expect(world.published[0]?.text.match(/2 in the log of prowler/g)).to.have.length(50);
    expect(world.published[0]?.text).to.contain('and 210 more: see the summary');
  });

  const unknown: [what: string, text: string | undefined][] = [
    ['nothing', undefined],
    ['half of it', '{"scans": [{'],
    ['no list', '{"scans": {}}'],
    ['no number', '{"scans": [{"tool": "prowler", "errors": "many"}]}'],
    ['no action', '{"scans": [{"tool": "prowler", "errors": 1, "refused": {"a b": 1}}]}'],
    [
      'no number of checks',
      '{"scans": [{"tool": "prowler", "errors": 0, "checks": {"asked": 1}}]}',
    ],
    ['no name of a tool', '{"scans": [{"tool": "a b", "errors": 1}]}'],
  ];
  for (const [what, text] of unknown) {
    it(`does not take an account for free of errors whose job left ${what}`, async () => {
      const world = worldOf([account(0), account(1)], [child(0), child(1)]);
      if (text === undefined) {
        world.objects.delete(`${OUTCOMES}/${idAt(1)}.json`);
      } else {
        world.write(`${OUTCOMES}/${idAt(1)}.json`, text);
      }

      const summary = await finish(world.finish(), settings, array);

      expect(summary).to.deep.include({ scanned: 2, withErrors: [], errorsUnknown: 1 });
      expect(world.published[0]?.subject).to.equal('Security audit: 2 of 2 accounts scanned');
      expect(world.published[0]?.text).to.contain('accounts whose errors are not known: 1. ');
    });
  }

  it('publishes such a run, too, when it is asked to', async () => {
    const world = worldOf([account(0), account(1)], [child(0), child(1)]);

    await finish(world.finish(), { ...settings, tellSuccess: true }, array);

    expect(world.published.map(({ subject }) => subject)).to.deep.equal([
      'Security audit: 2 of 2 accounts scanned',
    ]);
  });

  it('names accounts that are not active as skipped, and does not count them', async () => {
    const accounts = [account(0), account(1), account(2, 'SUSPENDED'), account(3, 'CLOSED')];
    const world = worldOf(accounts, [child(0), child(1, { status: 'FAILED' })]);

    const summary = await finish(world.finish(), settings, { ...array, size: 2 });

    expect(summary).to.deep.include({
      accounts: 2,
      scanned: 1,
      skipped: [
        { id: idAt(2), name: 'Account 2', status: 'skipped', reason: 'SUSPENDED' },
        { id: idAt(3), name: 'Account 3', status: 'skipped', reason: 'CLOSED' },
      ],
    });
    expect(world.published[0]?.text).to.contain(
      `Skipped, since they are not active: 2\nAccount 2 (${idAt(2)}): SUSPENDED\n`,
    );
  });

  it('sums up the job of a run of one account without asking for children', async () => {
    const world = worldOf([account(0)], []);
    const reasons = ['Task failed to start', 'CannotPullContainerError: not found'];

    const summary = await finish(world.finish(), settings, {
      ...{ id: 'job-1', part, status: 'FAILED', reasons },
    });

    expect(summary.notScanned.map(({ reason }) => reason)).to.deep.equal([
      'Task failed to start; CannotPullContainerError: not found',
    ]);
    expect(world.sent('ListJobs')).to.deep.equal([]);
  });

  it('names fifty accounts in a message, and counts the rest', async () => {
    const accounts = Array.from({ length: 61 }, (_, index) => account(index));
    const world = worldOf(accounts, [child(0, { status: 'SUCCEEDED' })]);

    await finish(world.finish(), settings, array);

    const lines = world.published[0]?.text.split('\n') ?? [];
    expect(lines[0]).to.equal('1 of 61 accounts scanned');
    expect(lines.filter((line) => line.startsWith('Account '))).to.have.length(50);
    expect(lines).to.include('and 10 more: see the summary');
  });

  it('names no account when all were missed for the same reason', async () => {
    const world = worldOf([account(0), account(1)], []);

    await finish(world.finish(), settings, array);

    expect(world.published[0]?.text.split('\n\n')[1]).to.equal(
      'Every account: failed: AWS Batch has no job for it',
    );
  });

  it('keeps the reason to one line that fits a message', async () => {
    const statusReason = `first\nsecond ${'x'.repeat(500)}`;
    const world = worldOf([account(0)], [child(0, { status: 'FAILED', statusReason })]);

    const { notScanned } = await finish(world.finish(), settings, array);

    expect(notScanned[0]?.reason).to.match(/^first second x+\.\.\.$/);
    expect(notScanned[0]?.reason).to.have.length(300);
  });

  it('writes no summary when the children can not be read, so that the event is tried again', async () => {
    const world = worldOf([account(0)], [child(0)]);
    const error = awsError('TooManyRequestsException');
    world.fault = (name) => (name === 'ListJobs' ? { when: 'before', error } : undefined);

    const failure = await finish(world.finish(), settings, array).catch((caught) => caught);

    expect(failure).to.equal(error);
    expect(world.sent('PutObject')).to.deep.equal([]);
    expect(world.published).to.deep.equal([]);
  });

  it('fails without the list of accounts: missing ones would go unseen', async () => {
    const world = worldOf([account(0)], [child(0)]);
    world.objects.clear();

    const failure = await finish(world.finish(), settings, array).catch((caught) => caught);

    expect(failure).to.be.an('error').with.property('name', 'NoSuchKey');
    expect(world.counted).to.deep.equal([]);
  });
});
