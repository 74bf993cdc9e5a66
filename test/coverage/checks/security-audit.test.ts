import { expect } from 'chai';
import { readSecurityAudit } from '../../../coverage/checks/security-audit.ts';
import type { Account } from '../../../organization/types.ts';
import { type Answer, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

const name = 'ofn-audit-security-audit';
const registry = '222222222222.dkr.ecr.us-east-1.amazonaws.com';
const missingImage = awsError('ImageNotFoundException');
const build = (buildStatus: string, tag = 'X86_64-0123') => ({
  ...{ id: 'build-0', buildStatus, startTime: new Date(0) },
  environment: { environmentVariables: [{ name: 'IMAGE', value: `registry/r:${tag}` }] },
  phases: [
    {
      ...{ phaseType: 'BUILD', phaseStatus: buildStatus },
      contexts: [{ statusCode: 'COMMAND_EXECUTION_ERROR', message: 'exit status 1' }],
    },
  ],
});
const place = { state: 'ENABLED', status: 'VALID' };
const folder = '222222222222/security-audit';
const list = (id: string) => ({ Key: `${folder}/${id.slice(0, 10)}/${id}/accounts.json` });
const summary = (id: string) => ({ Key: `${folder}/${id.slice(0, 10)}/${id}/summary.json` });
const [older, newer] = ['2026-11-21T03-00-00Z', '2026-11-28T03-00-00Z'] as const;
const whole = { accounts: 4, scanned: 4, notScanned: [] };
const missing = (count: number) => ({
  accounts: 10,
  scanned: 10 - count,
  notScanned: Array.from({ length: count }, (_, index) => ({ name: `A${index}`, reason: 'x' })),
});

interface World {
  queues?: readonly object[];
  environments?: readonly object[];
  jobs?: readonly object[];
  pages?: readonly object[];
  summaries?: Record<string, object>;
  held?: string;
  state?: string;
  image?: string;
  images?: Answer;
  builds?: readonly object[];
}

function read(world: World = {}) {
  const { queues = [place], environments = [place], jobs = [{ jobSummaryList: [] }] } = world;
  const { pages = [{}], summaries = {}, held = '0', state = 'ENABLED' } = world;
  const { image = `${registry}/${name}:X86_64-0123`, images = {}, builds = [] } = world;
  const batch = fakeClient({
    DescribeJobQueues: [{ jobQueues: queues }],
    DescribeComputeEnvironments: [{ computeEnvironments: environments }],
    ListJobs: jobs,
    DescribeJobDefinitions: {
      jobDefinitions: [
        { revision: 9, containerProperties: { image: `${registry}/${name}:older` } },
        { revision: 10, containerProperties: { image } },
      ],
    },
  });
  const ecr = fakeClient({ DescribeImages: images });
  const codeBuild = fakeClient({
    ListBuildsForProject: { ids: builds.map((_, index) => `build-${index}`) },
    BatchGetBuilds: { builds },
  });
  const s3 = fakeClient({
    ListObjectsV2: pages,
    GetObject: ({ Key }: { Key: string }) => ({
      Body: { transformToString: async () => JSON.stringify(summaries[Key]) },
    }),
  });
  const eventBridge = fakeClient({
    DescribeRule: { State: state },
    ListTargetsByRule: {
      Targets: [{ Arn: `arn:aws:lambda:us-east-1:222222222222:function:${name}` }],
    },
  });
  const sqs = fakeClient({
    GetQueueUrl: [{ QueueUrl: 'url' }],
    GetQueueAttributes: [{ Attributes: { ApproximateNumberOfMessages: held } }],
  });
  return readSecurityAudit({
    account: accounts[1] as Account,
    region: 'us-east-1',
    accounts,
    settings,
    clients: fakeClients({ batch, codeBuild, ecr, s3, eventBridge, sqs }),
  });
}

describe('security-audit check', () => {
  it('is on before the first run, and says that there was none', async () => {
    expect(await read()).to.deep.equal({ actual: 'on', reason: 'no run yet' });
  });

  it('says so, too, while the bucket is not there', async () => {
    expect(await read({ pages: [awsError('NoSuchBucket', 'no')] })).to.include({ actual: 'on' });
  });

  it('is off with the reason when the image could not be built', async () => {
    expect(await read({ images: missingImage, builds: [build('FAILED')] })).to.deep.equal({
      actual: 'off',
      reason:
        'the image X86_64-0123 could not be built: BUILD: COMMAND_EXECUTION_ERROR: exit status 1 (build-0)',
    });
  });

  it('is off while the image is being built', async () => {
    expect(await read({ images: missingImage, builds: [build('IN_PROGRESS')] })).to.deep.equal({
      actual: 'off',
      reason: 'the image X86_64-0123 is being built (build-0)',
    });
  });

  it('is off when the image is missing, whatever became of another one', async () => {
    const reason = `the repository ${name} has no image X86_64-0123`;

    expect(await read({ images: missingImage })).to.deep.equal({ actual: 'off', reason });
    expect(await read({ images: missingImage, builds: [build('FAILED', 'older')] })).to.deep.equal({
      ...{ actual: 'off', reason },
    });
  });

  it('does not judge an image of another repository', async () => {
    const image = '999999999999.dkr.ecr.us-east-1.amazonaws.com/scanners:1';

    expect(await read({ image, images: missingImage })).to.include({ actual: 'on' });
  });

  it('is on when the last run scanned all, whatever the one before did', async () => {
    const pages = [
      { Contents: [list(older), summary(older)], NextContinuationToken: 'more' },
      { Contents: [list(newer), summary(newer)] },
    ];
    const summaries = { [summary(older).Key]: missing(1), [summary(newer).Key]: whole };

    expect(await read({ pages, summaries })).to.deep.equal({ actual: 'on' });
  });

  it('names five accounts that the last run missed, and counts the rest', async () => {
    const pages = [{ Contents: [list(newer), summary(newer)] }];

    const verdict = await read({ pages, summaries: { [summary(newer).Key]: missing(7) } });

    expect(verdict).to.deep.equal({
      actual: 'off',
      reason: `the run ${newer} scanned 3 of 10 accounts, not A0 (x), A1 (x), A2 (x), A3 (x), A4 (x) and 2 more`,
    });
  });

  it('sums up the parts of a run', async () => {
    const second = `${newer}-2`;
    const pages = [{ Contents: [list(newer), summary(newer), list(second), summary(second)] }];
    const summaries = { [summary(newer).Key]: missing(1), [summary(second).Key]: whole };

    const { reason } = await read({ pages, summaries });

    expect(reason).to.equal(`the run ${newer} scanned 13 of 14 accounts, not A0 (x)`);
  });

  it('takes a run of no account for none that scanned all', async () => {
    const pages = [{ Contents: [summary(newer)] }];
    const none = { accounts: 0, scanned: 0, notScanned: [] };

    expect(await read({ pages, summaries: { [summary(newer).Key]: none } })).to.include({
      actual: 'off',
    });
  });

  it('judges the previous run while one is under way', async () => {
    const pages = [{ Contents: [list(older), summary(older), list(newer)] }];
    const jobs = [
      { jobSummaryList: [{ jobName: `${name}-${older}`, status: 'SUCCEEDED' }], nextToken: 'more' },
      { jobSummaryList: [{ jobName: `${name}-${newer}`, status: 'PENDING' }] },
    ];

    const verdict = await read({ pages, jobs, summaries: { [summary(older).Key]: whole } });

    expect(verdict).to.deep.equal({ actual: 'on' });
  });

  for (const [what, jobSummaryList] of Object.entries({
    'whose job has ended': [{ jobName: `${name}-${newer}`, status: 'FAILED' }],
    'that has no job': [{ jobName: `${name}-${older}`, status: 'RUNNING' }],
  })) {
    it(`is off for a run ${what} and that was not summed up`, async () => {
      const pages = [{ Contents: [list(newer)] }];

      const verdict = await read({ pages, jobs: [{ jobSummaryList }] });

      expect(verdict).to.deep.equal({
        actual: 'off',
        reason: `the run ${newer} was not summarized`,
      });
    });
  }

  for (const [what, world, reason] of [
    ['there is no queue of jobs', { queues: [] }, `there is no job queue ${name}`],
    [
      'the queue is disabled',
      { queues: [{ state: 'DISABLED', status: 'VALID' }] },
      `the job queue ${name} is DISABLED and VALID`,
    ],
    [
      'the compute environment is not valid',
      { environments: [{ state: 'ENABLED', status: 'INVALID' }] },
      `the compute environment ${name} is ENABLED and INVALID`,
    ],
    ['events have failed', { held: '2' }, `the queue ${name}-failures holds 2 events`],
    [
      'the schedule is off',
      { state: 'DISABLED' },
      `the rule ${name}-schedule is DISABLED; the rule ${name}-end is DISABLED`,
    ],
  ] as const) {
    it(`is off when ${what}`, async () => {
      expect(await read(world)).to.deep.equal({ actual: 'off', reason });
    });
  }
});
