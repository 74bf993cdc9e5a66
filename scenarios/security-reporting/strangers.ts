import {
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { connect } from '../../organization/clients.ts';
import { accountReportBucket, centralReportBucket } from '../../organization/report-buckets.ts';
import type { Clients } from '../../organization/types.ts';
import { requireSame, type Scenario, type World } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';
import {
  activeAccounts,
  delivered,
  dispatcherOf,
  isDeployed,
  put,
  s3Of,
  until,
} from './reports.ts';

const KEY = 'prowler/2026-11-20/secret.csv';
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

/** Plays with S3 as a role of an account that has the dispatcher's name, and may do everything. */
async function asNamesake<T>(
  { rehearsal, settings }: World,
  accountId: string,
  play: (s3: Clients['s3']) => Promise<T>,
): Promise<T> {
  const { homeRegion, managementAccountId } = settings;
  const RoleName = dispatcherOf(settings);
  const iam = (await sessionsOf(rehearsal).open(accountId)).clients(homeRegion).iam as IAMClient;
  const PolicyName = 'everything';
  const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
  const Principal = { AWS: `arn:aws:iam::${managementAccountId}:root` };
  const trust = policy({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  await iam.send(
    new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: policy(everything) }),
  );
  const namesakes = await connect({
    homeRegion,
    endpoint: rehearsal.aws.endpoint,
    credentials: rehearsal.seeded.credentials,
    roleName: RoleName,
  });
  try {
    return await play((await namesakes.open(accountId)).clients(homeRegion).s3);
  } finally {
    namesakes.close();
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await iam.send(new DeleteRoleCommand({ RoleName }));
  }
}

/** What S3 says to each call: the name of its error, or `done`. */
async function attempts(s3: Clients['s3'], Bucket: string): Promise<string[]> {
  const calls = {
    list: () => s3.send(new ListObjectsV2Command({ Bucket })),
    get: () => s3.send(new GetObjectCommand({ Bucket, Key: KEY })),
    put: () => s3.send(new PutObjectCommand({ Bucket, Key: KEY, Body: 'forged' })),
  };
  const told: string[] = [];
  for (const [name, call] of Object.entries(calls)) {
    told.push(`${name}: ${await said(call)}`);
  }
  return told;
}

/** The name of the call's error, or `done`. */
const said = (call: () => Promise<unknown>): Promise<string> =>
  call().then(
    () => 'done',
    (error: unknown) => (error instanceof S3ServiceException ? error.name : String(error)),
  );

export const unreadableReportsAreRefused: Scenario = {
  capability: 'security-reporting',
  name: 'rejects a report that the dispatcher could not decrypt, when it is written',
  applies: isDeployed,
  async run(world) {
    const s3 = await s3Of(world, world.settings.securityAccountId);
    const Bucket = centralReportBucket(world.settings);
    const report = { Bucket, Key: `${world.settings.securityAccountId}/${KEY}`, Body: 'secret' };
    const attempt = (encryption: Partial<PutObjectCommandInput>) =>
      said(() => s3.send(new PutObjectCommand({ ...report, ...encryption })));

    const told = [
      await attempt({ ServerSideEncryption: 'aws:kms' }),
      await attempt({ SSECustomerAlgorithm: 'AES256', SSECustomerKey: 'k'.repeat(32) }),
      await attempt({ ServerSideEncryption: 'AES256' }),
    ];

    requireSame('what S3 says to SSE-KMS, SSE-C and SSE-S3', told, [
      'AccessDenied',
      'AccessDenied',
      'done',
    ]);
    return 'SSE-KMS and SSE-C get AccessDenied, SSE-S3 does not';
  },
};

const refused = ['list: AccessDenied', 'get: AccessDenied', 'put: AccessDenied'];

export const strangersAreKeptOut: Scenario = {
  capability: 'security-reporting',
  name: 'lets only the account read its bucket, and only the dispatcher write it',
  applies: isDeployed,
  async run(world) {
    const { managementAccountId, securityAccountId } = world.settings;
    const [one, other] = (await activeAccounts(world)).slice(-2).map(({ id }) => id);
    if (!one || !other) {
      throw new Error('expected two accounts, got less');
    }
    await put(world, `${one}/${KEY}`, 'secret');
    await until(`${KEY} in the bucket of ${one}`, async () => {
      return (await delivered(world, one, KEY)) !== undefined;
    });
    const Bucket = accountReportBucket(world.settings, one);

    const strangers = [other, managementAccountId, securityAccountId];
    for (const stranger of strangers) {
      const said = await attempts(await s3Of(world, stranger), Bucket);
      requireSame(`calls of ${stranger} to ${Bucket}`, said, refused);
    }
    const namesake = await asNamesake(world, other, (s3) => attempts(s3, Bucket));
    requireSame(`calls of a role of the dispatcher's name in ${other}`, namesake, refused);
    const owner = await attempts(await s3Of(world, one), Bucket);
    requireSame(`calls of ${one} to its own bucket`, owner, [
      'list: done',
      'get: done',
      'put: AccessDenied',
    ]);
    return `roles of ${strangers.join(', ')} and a namesake of the dispatcher get AccessDenied in ${Bucket}; ${one} reads it`;
  },
};
