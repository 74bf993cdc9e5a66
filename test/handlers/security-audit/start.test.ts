import type { SubmitJobCommandInput } from '@aws-sdk/client-batch';
import { expect } from 'chai';
import { start } from '../../../handlers/security-audit/start.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { idAt, SECURITY, settings, World } from './world.ts';

const at = new Date('2026-11-28T03:00:00Z');
const RUN = '2026-11-28T03-00-00Z';
const FOLDER = `${SECURITY}/security-audit/2026-11-28/${RUN}`;

const begin = (world: World, time = at) => start(world.start(), settings, time);

describe('the start of a security audit', () => {
  it('submits one array job for all accounts of all pages', async () => {
    const world = new World();
    world.add(250);

    const started = await begin(world);

    expect(started).to.deep.equal({ run: RUN, accounts: 250, jobs: ['job-1'] });
    expect(world.sent('SubmitJob')).to.deep.equal([
      {
        jobName: `ofn-audit-security-audit-${RUN}`,
        jobQueue: settings.jobQueueArn,
        jobDefinition: settings.jobDefinitionArn,
        arrayProperties: { size: 250 },
        containerOverrides: {
          environment: [
            {
              name: 'AUDIT_ACCOUNTS_URI',
              value: `s3://ofn-audit-reports-${SECURITY}/${FOLDER}/accounts.json`,
            },
            { name: 'AUDIT_DATE', value: '2026-11-28' },
          ],
        },
      },
    ]);
    expect(world.jsonAt(`${FOLDER}/accounts.json`)).to.have.length(250);
  });

  it('lists active accounts in the order of their ids, and those that are not behind them', async () => {
    const world = new World();
    world.add(1);
    world.add(1, 'SUSPENDED');
    world.add(1);
    world.accounts.push({ Id: '100000000000', Name: 'Old', Status: 'ACTIVE' });

    await begin(world);

    expect(world.jsonAt(`${FOLDER}/accounts.json`)).to.deep.equal([
      { id: '100000000000', name: 'Old', state: 'ACTIVE' },
      { id: idAt(0), name: 'Account 0', state: 'ACTIVE' },
      { id: idAt(2), name: 'Account 2', state: 'ACTIVE' },
      { id: idAt(1), name: 'Account 1', state: 'SUSPENDED' },
    ]);
    expect(world.sent<SubmitJobCommandInput>('SubmitJob')[0]?.arrayProperties?.size).to.equal(3);
  });

  it('scans accounts that have neither State nor Status', async () => {
    const world = new World();
    world.accounts.push({ Id: idAt(0), Name: 'One' }, { Id: idAt(1), Name: 'Two' });

    await begin(world);

    expect(world.jsonAt(`${FOLDER}/accounts.json`)).to.deep.equal([
      { id: idAt(0), name: 'One', state: 'ACTIVE' },
      { id: idAt(1), name: 'Two', state: 'ACTIVE' },
    ]);
    expect(world.sent<SubmitJobCommandInput>('SubmitJob')[0]?.arrayProperties?.size).to.equal(2);
  });

  it('submits a plain job for one account, as an array has two children at least', async () => {
    const world = new World();
    world.add(1);

    await begin(world);

    expect(world.sent<SubmitJobCommandInput>('SubmitJob')[0]).not.to.have.property(
      'arrayProperties',
    );
  });

  it('submits several array jobs, each with a list of its own, for more accounts than one takes', async () => {
    const world = new World();
    world.pageSize = 5000;
    world.add(10_001);
    world.add(1, 'CLOSED');

    const { jobs } = await begin(world);

    expect(jobs).to.deep.equal(['job-1', 'job-2']);
    expect(world.jobs.map(({ jobName }) => jobName)).to.deep.equal([
      `ofn-audit-security-audit-${RUN}`,
      `ofn-audit-security-audit-${RUN}-2`,
    ]);
    expect(world.jsonAt(`${FOLDER}/accounts.json`)).to.have.length(10_000);
    expect(world.jsonAt(`${FOLDER}-2/accounts.json`)).to.have.length(2);
  });

  it('refuses an organization without an active account', async () => {
    const world = new World();
    world.add(2, 'SUSPENDED');

    const error = await failureOf(begin(world));

    expect(error.name).to.equal('AccountsError');
    expect(error.message).to.match(/lists 2 accounts, none of them active/);
    expect(world.jobs).to.deep.equal([]);
    expect(world.objects.size).to.equal(0);
  });

  it('starts no second run for the same event', async () => {
    const world = new World();
    world.add(3);
    await begin(world);
    world.now = new Date('2026-11-28T03:02:05Z');

    const again = await begin(world);

    expect(again.jobs).to.deep.equal([]);
    expect(world.jobs).to.have.length(1);
  });

  it('submits the job of a run whose first invocation died before it had', async () => {
    const world = new World();
    world.add(3);
    const denied = awsError('AccessDeniedException');
    world.fault = (name) => (name === 'SubmitJob' ? { when: 'before', error: denied } : undefined);
    expect(await failureOf(begin(world))).to.equal(denied);
    world.fault = () => undefined;
    world.add(1);
    world.now = new Date('2026-11-28T03:01:10Z');

    const again = await begin(world);

    expect(again.jobs).to.deep.equal(['job-1']);
    // The list is the one that was written first, though an account has come since.
    expect(world.jobs[0]?.children).to.have.length(3);
  });

  it('submits no second job when AWS Batch took the first and did not answer', async () => {
    const world = new World();
    world.add(3);
    const error = awsError('TimeoutError');
    world.fault = (name) => (name === 'SubmitJob' ? { when: 'behind', error } : undefined);
    expect(await failureOf(begin(world))).to.equal(error);
    world.fault = () => undefined;
    world.now = new Date('2026-11-28T03:01:10Z');

    await begin(world);

    expect(world.jobs).to.have.length(1);
  });

  it('leaves a run alone that another invocation is just starting', async () => {
    const world = new World();
    world.add(3);
    const accounts = [{ id: idAt(0), name: 'Account 0', state: 'ACTIVE' }];
    world.write(`${FOLDER}/accounts.json`, accounts);
    world.now = new Date(world.now.getTime() + 49_000);

    const error = await failureOf(begin(world));

    expect(error.name).to.equal('NotStartedError');
    expect(error.message).to.match(/Another invocation is starting 2026-11-28T03-00-00Z/);
    expect(world.jobs).to.deep.equal([]);
  });

  it('lets one of two invocations take over what a third left behind', async () => {
    const world = new World();
    world.add(3);
    const accounts = [{ id: idAt(0), name: 'Account 0', state: 'ACTIVE' }];
    world.write(`${FOLDER}/accounts.json`, accounts);
    world.now = new Date(world.now.getTime() + 60_000);

    const results = await Promise.allSettled([begin(world), begin(world)]);

    expect(results.map(({ status }) => status)).to.have.members(['fulfilled', 'rejected']);
    expect(world.jobs).to.have.length(1);
  });

  it('starts no run while another one has not ended, and names it', async () => {
    const world = new World();
    world.add(3);
    await begin(world, new Date('2026-11-21T03:00:00Z'));

    const error = await failureOf(begin(world));

    expect(error.name).to.equal('NotStartedError');
    expect(error.message).to.match(
      /A run has not ended \(ofn-audit-security-audit-2026-11-21T03-00-00Z PENDING\)/,
    );
    expect(world.objects.size).to.equal(1);
    expect(world.sent('TerminateJob')).to.deep.equal([]);
  });

  it('ends a run that has taken longer than it may, and starts', async () => {
    const world = new World();
    world.add(3);
    const later = world.now;
    world.now = new Date(later.getTime() - 121 * 3_600_000);
    await begin(world, new Date('2026-11-23T02:00:00Z'));
    world.now = later;

    const { jobs } = await begin(world);

    expect(world.sent('TerminateJob')).to.deep.equal([
      { jobId: 'job-1', reason: 'It has not ended within 120 hours (auditRunHours)' },
    ]);
    expect(jobs).to.deep.equal(['job-2']);
    expect(world.logged.map(({ action }) => action)).to.include('end-run');
  });

  it('ends none while another one is running that may', async () => {
    const world = new World();
    world.add(3);
    const name = 'ofn-audit-security-audit-2026-11';
    const hours = (count: number) => world.now.getTime() - count * 3_600_000;
    world.jobs.push(
      { jobId: 'a', jobName: `${name}-01T03-00-00Z`, status: 'RUNNABLE', createdAt: hours(500) },
      { jobId: 'b', jobName: `${name}-27T03-00-00Z`, status: 'RUNNING', createdAt: hours(24) },
    );

    const error = await failureOf(begin(world));

    expect(error.message).to.match(/A run has not ended \(\S+-27T03-00-00Z RUNNING\), so/);
    expect(world.sent('TerminateJob')).to.deep.equal([]);
  });

  it('does not start when it may not end the run that hangs', async () => {
    const world = new World();
    world.add(3);
    const jobName = 'ofn-audit-security-audit-2026-11-01T03-00-00Z';
    world.jobs.push({ jobId: 'a', jobName, status: 'PENDING', createdAt: 0 });
    const denied = awsError('AccessDeniedException');
    world.fault = (sent) =>
      sent === 'TerminateJob' ? { when: 'before', error: denied } : undefined;

    expect(await failureOf(begin(world))).to.equal(denied);
    expect(world.objects.size).to.equal(0);
  });

  it('finds a run that has not ended on the second page', async () => {
    const world = new World();
    world.add(1);
    world.pageSize = 2;
    for (const day of ['01', '02', '03']) {
      const jobName = `ofn-audit-security-audit-2026-11-${day}T03-00-00Z`;
      const status = day === '03' ? 'RUNNING' : 'FAILED';
      world.jobs.push({ jobId: day, jobName, status });
    }

    const error = await failureOf(begin(world));

    expect(error.message).to.contain('2026-11-03T03-00-00Z RUNNING');
  });

  it('submits again what AWS Batch throttled', async () => {
    const world = new World();
    world.add(3);
    let left = 2;
    world.fault = (name) =>
      name === 'SubmitJob' && left-- > 0
        ? { when: 'before', error: awsError('TooManyRequestsException') }
        : undefined;

    await begin(world);

    expect(world.jobs).to.have.length(1);
    expect(world.pauses).to.have.length(2);
  });

  it('gives up what AWS Batch throttles for long, so that the event is tried again', async () => {
    const world = new World();
    world.add(3);
    const error = awsError('TooManyRequestsException');
    world.fault = (name) => (name === 'SubmitJob' ? { when: 'before', error } : undefined);

    const failure = await failureOf(begin(world));

    expect(failure.name).to.equal('OutOfAttemptsError');
    expect(failure.cause).to.equal(error);
  });

  it('does not take an overwritten list for one of accounts', async () => {
    const world = new World();
    world.add(3);
    world.write(`${FOLDER}/accounts.json`, '[{"id": "12"}]');
    world.now = new Date(world.now.getTime() + 60_000);

    const error = await failureOf(begin(world));

    expect(error.name).to.equal('AccountsError');
    expect(world.jobs).to.deep.equal([]);
  });

  it('names the owner that the bucket has to have with each call', async () => {
    const world = new World();
    world.add(3);
    await begin(world);
    await begin(world);

    const calls = [...world.sent<object>('PutObject'), ...world.sent<object>('GetObject')];
    expect(calls).to.have.length.above(1);
    for (const call of calls) {
      expect(call).to.include({ ExpectedBucketOwner: SECURITY });
    }
  });
});
