import type { StatusType } from '@aws-sdk/client-codebuild';
import { expect } from 'chai';
import type { Settings } from '../../../handlers/security-audit/settings.ts';
import { start } from '../../../handlers/security-audit/start.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';
import { SECURITY, settings, World } from './world.ts';

const at = new Date('2026-11-28T03:00:00Z');
const folder = `${SECURITY}/security-audit/2026-11-28/2026-11-28T03-00-00Z`;
const withImage: Settings = { ...settings, imageTag: 'X86_64-0123' };
const begin = (world: World, known = withImage) => start(world.start(), known, at);

/** An organization of three accounts, and the builds of an image that is not there. */
function worldOf(...statuses: StatusType[]): World {
  const world = new World();
  world.add(3);
  world.builds = statuses.map((buildStatus, index) => ({
    ...{ id: `build-${index + 1}`, buildStatus, startTime: new Date(index + 1) },
    environment: {
      ...{ type: 'LINUX_CONTAINER', image: 'image', computeType: 'BUILD_GENERAL1_SMALL' },
      environmentVariables: [{ name: 'IMAGE', value: 'registry/r:X86_64-0123' }],
    },
    phases: [
      { phaseType: 'PROVISIONING', phaseStatus: 'SUCCEEDED' },
      {
        phaseType: 'BUILD',
        phaseStatus: buildStatus,
        contexts: [{ statusCode: 'COMMAND_EXECUTION_ERROR', message: 'exit status 1' }],
      },
    ],
  }));
  return world;
}

const reasonOf = (world: World): string | undefined =>
  (world.jsonAt(`${folder}/summary.json`) as { notScanned: { reason: string }[] }).notScanned[0]
    ?.reason;

describe('a run without its image', () => {
  it('submits no job, and is summarized, counted and published with the reason', async () => {
    const world = worldOf('IN_PROGRESS');

    const started = await begin(world);

    const reason =
      'the image is being built since 1970-01-01T00:00:00.001Z (build-1): scan again when it is there';
    expect(started).to.deep.equal({ run: '2026-11-28T03-00-00Z', accounts: 3, jobs: [] });
    expect(world.jobs).to.deep.equal([]);
    expect(world.sent('StartBuild')).to.deep.equal([]);
    expect(reasonOf(world)).to.equal(reason);
    expect(world.counted.map(({ scanned, notScanned }) => [scanned, notScanned.length])).to.eql([
      [0, 3],
    ]);
    expect(world.published[0]?.subject).to.equal('Security audit: 0 of 3 accounts scanned');
    expect(world.published[0]?.text).to.contain(`\nEvery account: failed: ${reason}\n`);
  });

  it('builds it again when its last build has failed, and says why that was', async () => {
    const world = worldOf('FAILED', 'TIMED_OUT');

    await begin(world);

    expect(world.sent('StartBuild')).to.deep.equal([
      { projectName: 'ofn-audit-security-audit-image', idempotencyToken: 'build-2' },
    ]);
    expect(reasonOf(world)).to.equal(
      'the image could not be built: BUILD: COMMAND_EXECUTION_ERROR: exit status 1 (build-2); it is being built again (build-3)',
    );
  });

  it('builds it again when it was deleted', async () => {
    const world = worldOf('SUCCEEDED');

    await begin(world);

    expect(world.sent('StartBuild')).to.have.length(1);
    expect(reasonOf(world)).to.equal(
      'the repository has no image X86_64-0123; it is being built again (build-2)',
    );
  });

  it('says that the account may have no builds', async () => {
    const world = worldOf();
    const limit = 'Cannot have more than 0 builds in queue for the account';
    world.fault = (name) =>
      name === 'StartBuild'
        ? { when: 'before', error: awsError('AccountLimitExceededException', limit) }
        : undefined;

    await begin(world);

    expect(reasonOf(world)).to.equal(
      `the repository has no image X86_64-0123; AWS CodeBuild starts no build: AccountLimitExceededException: ${limit}`,
    );
  });

  it('is reported once for the same event', async () => {
    const world = worldOf('IN_PROGRESS');
    await begin(world);

    const again = await failureOf(begin(world));

    expect(again.name).to.equal('NotStartedError');
    expect(world.published).to.have.length(1);
  });

  it('fails when the build may not be started, so that its alarm is raised', async () => {
    const world = worldOf();
    world.fault = (name) =>
      name === 'StartBuild'
        ? { when: 'before', error: awsError('AccessDeniedException') }
        : undefined;

    expect((await failureOf(begin(world))).name).to.equal('AccessDeniedException');
    expect(world.objects.size).to.equal(0);
  });
});

describe('a run with its image', () => {
  it('looks at no build', async () => {
    const world = worldOf('FAILED');
    world.images = ['X86_64-0123'];

    const { jobs } = await begin(world);

    expect(jobs).to.deep.equal(['job-1']);
    expect(world.sent('ListBuildsForProject')).to.deep.equal([]);
    expect(world.published).to.deep.equal([]);
  });

  it('does not look for one that auditImage names', async () => {
    const world = worldOf();

    const { jobs } = await begin(world, { ...settings, imageTag: undefined });

    expect(jobs).to.deep.equal(['job-1']);
    expect(world.sent('DescribeImages')).to.deep.equal([]);
  });
});
