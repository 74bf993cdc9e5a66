import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, NotFound } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { accountReportBucket } from '../../organization/report-buckets.ts';
import { multipart } from '../functions.ts';
import { requireSame, type Scenario } from '../scenario.ts';
import { activeAccounts, isDeployed, keysIn, s3Of, tool, until } from './reports.ts';

/** What it is about wants 20 accounts. The few reports of a smaller organization take less time. */
const countFor = (accounts: number): number => (accounts >= 20 ? 500 : 50);

export const manyReportsArrive: Scenario = {
  capability: 'security-reporting',
  name: 'delivers a burst of reports of all accounts',
  applies: isDeployed,
  async run(world) {
    const accounts = await activeAccounts(world);
    const reports = Array.from({ length: countFor(accounts.length) }, (_, index) => ({
      account: accounts[index % accounts.length]?.id ?? '',
      key: `flood/2026-11-20/${index}.txt`,
    }));
    const write = await tool(world);
    // As many at a time as there are connections.
    await pMap(reports, ({ account, key }) => write(`${account}/${key}`, key), { concurrency: 50 });

    for (const { id, name } of accounts) {
      const s3 = await s3Of(world, id);
      const expected = reports.filter(({ account }) => account === id).map(({ key }) => key);
      const found = () => keysIn(s3, accountReportBucket(world.settings, id), 'flood/');
      await until(`${expected.length} reports in the bucket of ${name}`, async () => {
        return (await found()).length >= expected.length;
      });
      requireSame(`reports of ${name}`, await found(), expected);
    }
    return `${reports.length} reports of ${accounts.length} accounts`;
  },
};

const LARGE = 11 * 1024 ** 2;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const largeReportsGoInParts: Scenario = {
  capability: 'security-reporting',
  name: 'copies in parts what is too large for one copy, byte for byte',
  applies: isDeployed,
  async run(world) {
    const [account] = (await activeAccounts(world)).slice(-1);
    const s3 = await s3Of(world, account?.id ?? '');
    const Bucket = accountReportBucket(world.settings, account?.id ?? '');
    const Key = 'prowler/2026-11-20/large.bin';
    const body = randomBytes(LARGE);
    const { aws } = world.rehearsal;
    // In place of 5 GB: so one copy of it would be refused.
    await aws.control('POST', '/s3/copy-limit', { bytes: multipart.thresholdBytes });
    try {
      const write = await tool(world);
      await write(`${account?.id}/${Key}`, body);
      await until(`${Key} in ${Bucket}`, () =>
        s3.send(new HeadObjectCommand({ Bucket, Key })).then(
          () => true,
          (error: unknown) => {
            if (error instanceof NotFound) {
              return false;
            }
            throw error;
          },
        ),
      );
    } finally {
      await aws.control('POST', '/s3/copy-limit');
    }
    const { ETag, Body, Metadata } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    const actual = hashOf((await Body?.transformToByteArray()) ?? new Uint8Array());
    // The ETag of what was put together ends in the number of its parts.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
    const parts = Math.ceil(LARGE / multipart.partBytes);
    if (actual !== hashOf(body) || !ETag?.endsWith(`-${parts}"`) || Metadata?.tool === undefined) {
      throw new Error(
        `expected ${hashOf(body)} of ${parts} parts with its metadata, got ${actual}, ${ETag}, ${JSON.stringify(Metadata)}`,
      );
    }
    return `${LARGE} bytes in ${parts} parts: ${ETag}`;
  },
};
