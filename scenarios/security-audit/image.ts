import { DescribeJobDefinitionsCommand } from '@aws-sdk/client-batch';
import { BatchDeleteImageCommand } from '@aws-sdk/client-ecr';
import { type ImageOfProject, readImage } from '../../lambda/image-build.ts';
import { isActive } from '../../organization/accounts.ts';
import { messagesOf } from '../alerts/messages.ts';
import type { Scenario, World } from '../scenario.ts';
import { until } from '../security-reporting/reports.ts';
import { auditClients, isBuilt, nameOf, runAt } from './runs.ts';
import { applies } from './security-audit.ts';

const seconds = (count: number): Date => new Date(Date.now() - count * 1000);
const FAILURE = 'exit status 1: no route to the registry of packages';

/** The image of the deployed job, and its project. */
async function deployedImage(world: World): Promise<ImageOfProject> {
  const { batch } = await auditClients(world);
  const name = nameOf(world);
  const { jobDefinitions = [] } = await batch.send(
    new DescribeJobDefinitionsCommand({ jobDefinitionName: name, status: 'ACTIVE' }),
  );
  const tag = jobDefinitions[0]?.containerProperties?.image?.split(':').at(-1) ?? '';
  return { repository: name, tag, project: `${name}-image` };
}

const isThere = async (world: World): Promise<boolean> =>
  (await readImage(await auditClients(world), await deployedImage(world))).kind === 'there';

/** Sets what becomes of builds from now on. */
async function setBuilds({ rehearsal, settings }: World, what: object): Promise<void> {
  const { homeRegion: region, securityAccountId: accountId } = settings;
  const project = `${settings.resourcePrefix}-security-audit-image`;
  await rehearsal.aws.control('POST', '/codebuild/builds', { accountId, region, project, ...what });
}

/** Runs at a time, and expects that no account is scanned, each for a reason that says this. */
async function expectNone(world: World, at: Date, wanted: string): Promise<string> {
  const accounts = (await world.accounts()).filter(isActive).length;
  const { scanned, notScanned } = await runAt(world, at);
  const reasons = [...new Set(notScanned.map(({ reason }) => reason))];
  const [reason = ''] = reasons;
  if (scanned !== 0 || notScanned.length !== accounts || reasons.length !== 1) {
    throw new Error(
      `expected that none of ${accounts} accounts is scanned, for one reason, got ${scanned} and ${JSON.stringify(reasons)}`,
    );
  }
  if (!reason.includes(wanted)) {
    throw new Error(`expected the reason "${wanted}", got "${reason}"`);
  }
  return reason;
}

export const imageIsBuilt: Scenario = {
  capability: 'security-audit',
  name: 'has its image built by AWS, and reports a build that fails, by itself and in each run',
  order: 1,
  // The run of the scenario behind it makes up for these in the coverage ledger.
  applies: (world) => applies(world) && isBuilt(world),
  async run(world) {
    await until('the image of the deployment', () => isThere(world));
    const { ecr } = await auditClients(world);
    const { repository, tag } = await deployedImage(world);
    const before = (await messagesOf(world)).length;

    await setBuilds(world, { failure: FAILURE });
    try {
      await ecr.send(
        new BatchDeleteImageCommand({ repositoryName: repository, imageIds: [{ imageTag: tag }] }),
      );
      await expectNone(world, seconds(300), `the repository has no image ${tag}`);
      const subject = 'Security audit: its image could not be built';
      await until(`"${subject}" with "${FAILURE}" at the topic of alerts`, async () =>
        (await messagesOf(world))
          .slice(before)
          .some((told) => told.subject === subject && told.deliveries[0]?.text.includes(FAILURE)),
      );
      await setBuilds(world, { hold: true });
      await expectNone(world, seconds(240), FAILURE);
      await expectNone(world, seconds(180), 'the image is being built');
    } finally {
      await setBuilds(world, {});
    }
    await until('the image of another build', () => isThere(world));
    return `built; then "${FAILURE}" in an alert and in a run; then built again`;
  },
};
