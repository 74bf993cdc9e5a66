import type { AwsEvent } from 'ofn-rehearse';
import { accountReportBucket } from '../../organization/report-buckets.ts';
import { requireSame, type Scenario, type World } from '../scenario.ts';
import {
  activeAccounts,
  dispatcherOf,
  isDeployed,
  s3Of,
  tool,
  until,
  versionsIn,
} from './reports.ts';

const REPORTS = 20;

/** Reports of one account that come while something goes wrong: each arrives, and in one version. */
async function deliverAll(world: World, folder: string, trouble: () => Promise<void>) {
  const [account] = (await activeAccounts(world)).slice(-1);
  const s3 = await s3Of(world, account?.id ?? '');
  const Bucket = accountReportBucket(world.settings, account?.id ?? '');
  const keys = Array.from({ length: REPORTS }, (_, index) => `${folder}/2026-11-20/${index}.txt`);
  const write = await tool(world);
  const { aws } = world.rehearsal;
  const { next } = await aws.events();
  await trouble();
  try {
    // The tool meets with the trouble, too, and may give up once.
    const persist = (key: string) => write(key, key).catch(() => write(key, key));
    await Promise.all(keys.map((key) => persist(`${account?.id}/${key}`)));
    await until(`${keys.length} reports in ${Bucket}`, async () => {
      return new Set(await versionsIn(s3, Bucket, `${folder}/`)).size === keys.length;
    });
  } finally {
    await aws.control('DELETE', '/faults');
  }
  requireSame(`versions below ${folder}/`, await versionsIn(s3, Bucket, `${folder}/`), keys);
  return (await aws.events(next)).events.filter(
    (event) => event.kind === 'invocation' && event.function === dispatcherOf(world.settings),
  );
}

const wasKilled = ({ error }: AwsEvent): boolean => /signal: killed/.test(String(error));

export const killedDispatcherLosesNothing: Scenario = {
  capability: 'security-reporting',
  name: 'loses and repeats no report when the dispatcher is killed in the middle of a batch',
  applies: isDeployed,
  async run(world) {
    const kill = { service: 's3', action: 'CopyObject', kills: true, after: 4 };
    const invocations = await deliverAll(world, 'killed', async () => {
      for (let time = 0; time < 3; time++) {
        await world.rehearsal.aws.control('POST', '/faults', kill);
      }
    });
    const killed = invocations.filter(wasKilled).length;
    if (killed === 0) {
      throw new Error(`expected that invocations are killed, got ${JSON.stringify(invocations)}`);
    }
    return `${REPORTS} reports once each, while ${killed} of ${invocations.length} invocations were killed`;
  },
};

export const faultsLoseNothing: Scenario = {
  capability: 'security-reporting',
  name: 'delivers each report once while 30 % of the calls to S3 fail',
  applies: isDeployed,
  async run(world) {
    const { aws } = world.rehearsal;
    const accountId = world.settings.securityAccountId;
    const invocations = await deliverAll(world, 'faults', async () => {
      // The SDK waits for seconds behind SlowDown, which would show no more.
      const errors = ['InternalError', 'ServiceUnavailable'];
      const faults = { services: ['s3'], rate: 0.3, seed: 6, errors, accountId };
      await aws.control('POST', '/faults/random', faults);
    });
    return `${REPORTS} reports once each, in ${invocations.length} invocations`;
  },
};
