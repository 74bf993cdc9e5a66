import { GetObjectTaggingCommand } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { quarantineKeyOf } from '../../handlers/report-dispatcher/keys.ts';
import { isActive } from '../../organization/accounts.ts';
import { accountReportBucket, centralReportBucket } from '../../organization/report-buckets.ts';
import type { Account } from '../../organization/types.ts';
import { requireSame, type Scenario, someMember, type World } from '../scenario.ts';
import { delivered, isDeployed, keysIn, put, s3Of, until } from './reports.ts';

/** What tools call their files, and what S3 escapes in its notifications. */
const nastyKeys: readonly string[] = [
  'prowler/2026-11-20/a b.csv',
  'prowler/2026-11-20/a+b%2B100%.csv',
  'prowler/2026-11-20/Prüfbericht Süd.csv',
  'prowler/2026-11-20/report.csv',
  'scoutsuite/2026-11-20/report.csv',
  `prowler/2026-11-20/${'n'.repeat(868)}.csv`,
];

/** The keys in the buckets of accounts, each behind that of its bucket. */
async function reportsOf(world: World, accounts: readonly Account[]): Promise<string[]> {
  const list = async ({ id }: Account) => {
    const Bucket = accountReportBucket(world.settings, id);
    const keys = await keysIn(await s3Of(world, id), Bucket);
    return keys.map((key) => `${Bucket}/${key}`);
  };
  const lists = await pMap(accounts, list, { concurrency: 8 });
  return lists.flat();
}

export const reportsReachTheirAccount: Scenario = {
  capability: 'security-reporting',
  name: 'delivers to every account its own reports, byte for byte, whatever their names, and no others',
  applies: isDeployed,
  async run(world) {
    const active = (await world.accounts()).filter(isActive);
    const [one, ...others] = active.reverse();
    if (!one || others.length === 0) {
      throw new Error('expected two accounts, got less');
    }
    const before = await reportsOf(world, others);
    for (const key of nastyKeys) {
      await put(world, `${one.id}/${key}`, `${key} ümlaut\n`);
    }

    for (const key of nastyKeys) {
      await until(`${key} in the bucket of ${one.name}`, async () => {
        return (await delivered(world, one.id, key)) !== undefined;
      });
      const found = await delivered(world, one.id, key);
      const { 'source-version': version, ...metadata } = found?.metadata ?? {};
      const actual = JSON.stringify({ ...found, metadata });
      const expected = JSON.stringify({
        body: `${key} ümlaut\n`,
        contentType: 'text/csv',
        metadata: { tool: 'rehearsal' },
        tags: 'kind=report',
      });
      if (actual !== expected || !version) {
        throw new Error(`expected ${expected} with a source-version, got ${actual} (${version})`);
      }
    }
    requireSame('reports of other accounts', await reportsOf(world, others), before);
    return `${nastyKeys.length} reports of ${one.name} are in its bucket, none in those of ${others.length} others`;
  },
};

export const strayReportsAreQuarantined: Scenario = {
  capability: 'security-reporting',
  name: 'quarantines a report of an unknown account, or that S3 rejects there, with the reason',
  applies: isDeployed,
  async run(world) {
    const s3 = await s3Of(world, world.settings.securityAccountId);
    const Bucket = centralReportBucket(world.settings);
    const { id } = await someMember(world);
    const strays = {
      '999999999999/prowler/x.csv': 'unknown-account',
      'oops/x.csv': 'no-account',
      [`${id}/../x.csv`]: 'relative-key',
      [`${id}/soap`]: 'reserved-key',
      [`999999999999/${'ü'.repeat(505)}`]: 'unknown-account',
    };
    for (const key of Object.keys(strays)) {
      await put(world, key, key);
    }
    for (const [key, reason] of Object.entries(strays)) {
      const Key = quarantineKeyOf(key);
      await until(`${Key} in ${Bucket}`, async () => (await keysIn(s3, Bucket, Key)).length === 1);
      const { TagSet = [] } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key }));
      requireSame(
        `tags of ${Key}`,
        TagSet.map((tag) => `${tag.Key}=${tag.Value}`),
        ['kind=report', `reason=${reason}`],
      );
    }
    return Object.entries(strays)
      .map(([key, reason]) => `${key}: ${reason}`)
      .join(', ');
  },
};
