import type { OpenSessions } from '../../organization/clients.ts';
import type { Account, Clients } from '../../organization/types.ts';
import type { Filter } from '../../scripts/reports/keys.ts';
import { listReports } from '../../scripts/reports/list.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { accounts, asListed } from '../doubles/organization.ts';

export const centralBucket = 'ofn-audit-reports-222222222222';

/** A call, and the account that it was made in. */
export interface Call {
  name: string;
  input: Record<string, unknown>;
  account: string;
}

export interface FakeObject {
  version?: string;
  size?: number;
  metadata?: Record<string, string>;
  tags?: Record<string, string>;
  /** A version that is not the current one, or whose key has been deleted. */
  isOld?: boolean;
}

export interface FakeAws {
  /** Objects by bucket and key. */
  buckets: Record<string, Record<string, FakeObject>>;
  accounts?: readonly Account[];
  /** How many objects come with a page. Default: 2. */
  pageSize?: number;
  /** Lines of the dispatcher's log. */
  logged?: readonly { timestamp: number; message: string }[];
  /** Answers, or throws, instead of the rest; undefined leaves the call to it. */
  instead?: (call: Call) => unknown;
}

/** The only report of an account, as it stands in the central bucket. */
export const oneReport = (key: string, object: FakeObject = {}) => ({
  buckets: { [centralBucket]: { [key]: object } },
});

/** What S3 makes of a key where it is asked to encode it. */
const encoded = (key: string) =>
  key.split('/').map(encodeURIComponent).join('/').replaceAll('%20', '+');

/** An error as S3 answers it to a request without a body. */
export const statusError = (name: string, httpStatusCode: number) =>
  Object.assign(awsError(name, 'UnknownError'), { $metadata: { httpStatusCode } });

/** An AWS of buckets and one queue, which pages as S3 does and remembers every call. */
export function fakeAws(aws: FakeAws): { sessions: OpenSessions; calls: Call[]; bodies: string[] } {
  const calls: Call[] = [];
  const bodies: string[] = [];
  const answer = (call: Call): unknown => {
    const special = aws.instead?.(call);
    if (special !== undefined) {
      return special;
    }
    switch (call.name) {
      case 'ListAccounts':
        return { Accounts: (aws.accounts ?? accounts).map(asListed) };
      case 'ListObjectVersions':
        return listVersions(bucketOf(aws, call), call, aws.pageSize ?? 2);
      case 'ListObjectsV2':
        return listRoot(bucketOf(aws, call), call, aws.pageSize ?? 2);
      case 'HeadObject':
        return head(aws, call);
      case 'GetObjectTagging':
        return tags(bucketOf(aws, call), call);
      case 'CopyObject':
      case 'DeleteObject':
        return {};
      case 'GetQueueUrl':
        return { QueueUrl: `https://sqs/${call.input['QueueName']}` };
      case 'SendMessageBatch':
        bodies.push(...(call.input['Entries'] as Entry[]).map(({ MessageBody }) => MessageBody));
        return {};
      case 'FilterLogEvents':
        return logPage(aws.logged ?? [], call, aws.pageSize ?? 2);
      default:
        return undefined;
    }
  };
  const clients = (account: string): Clients => {
    const { client } = fakeClient((name, input) => {
      const call = { name, input, account };
      calls.push(call);
      return answer(call);
    });
    return { organizations: client, s3: client, sqs: client, cloudWatchLogs: client } as never;
  };
  const sessions: OpenSessions = {
    callerAccountId: '111111111111',
    caller: clients('111111111111'),
    open: async (id) => ({ clients: () => clients(id) }),
    close: () => undefined,
  };
  return { sessions, calls, bodies };
}

export interface Entry {
  Id: string;
  MessageBody: string;
}

function logPage(logged: NonNullable<FakeAws['logged']>, { input }: Call, pageSize: number) {
  const from = Number(input['nextToken'] ?? 0);
  const events = logged.slice(from, from + pageSize);
  return from + pageSize < logged.length ? { events, nextToken: `${from + pageSize}` } : { events };
}

function bucketOf({ buckets }: FakeAws, { input }: Call): Record<string, FakeObject> {
  const bucket = buckets[String(input['Bucket'])];
  if (!bucket) {
    throw awsError('NoSuchBucket', 'The specified bucket does not exist');
  }
  return bucket;
}

function listVersions(bucket: Record<string, FakeObject>, { input }: Call, pageSize: number) {
  const { Prefix = '', KeyMarker, VersionIdMarker } = input as Record<string, string>;
  const all = Object.entries(bucket)
    .filter(([key]) => key.startsWith(Prefix))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  // Both markers name the last object of the page before.
  const last = all.findIndex(
    ([key, { version = 'v1' }]) => key === KeyMarker && version === VersionIdMarker,
  );
  const page = all.slice(last + 1, last + 1 + pageSize);
  const [lastKey, lastObject] = page.at(-1) ?? ['', {}];
  return {
    EncodingType: 'url',
    IsTruncated: last + 1 + pageSize < all.length,
    NextKeyMarker: encoded(lastKey),
    NextVersionIdMarker: lastObject.version ?? 'v1',
    Versions: page.map(([key, { version = 'v1', size = 1, isOld = false }]) => ({
      Key: encoded(key),
      VersionId: version,
      Size: size,
      IsLatest: !isOld,
      LastModified: new Date('2026-11-20T10:00:00Z'),
    })),
  };
}

function listRoot(bucket: Record<string, FakeObject>, { input }: Call, pageSize: number) {
  const names = Object.keys(bucket).map((key) => key.replace(/\/.*/s, '/'));
  const all = [...new Set(names)].sort();
  const from = Number(input['ContinuationToken'] ?? 0);
  const page = all.slice(from, from + pageSize);
  const more = from + pageSize < all.length;
  return {
    EncodingType: 'url',
    ...(more && { NextContinuationToken: `${from + pageSize}` }),
    CommonPrefixes: page.filter((n) => n.endsWith('/')).map((n) => ({ Prefix: encoded(n) })),
    Contents: page.filter((n) => !n.endsWith('/')).map((n) => ({ Key: encoded(n), Size: 1 })),
  };
}

function head({ buckets }: FakeAws, { input }: Call) {
  const object = buckets[String(input['Bucket'])]?.[String(input['Key'])];
  if (!object) {
    throw statusError('NotFound', 404);
  }
  const { version: VersionId = 'v1', metadata: Metadata = {} } = object;
  return { VersionId, ETag: '"etag"', Metadata };
}

function tags(bucket: Record<string, FakeObject>, { input }: Call) {
  const all = Object.entries(bucket[String(input['Key'])]?.tags ?? {});
  return { TagSet: all.map(([Key, Value]) => ({ Key, Value })) };
}

/** The central bucket, as the security account sees it. */
export async function central(aws: FakeAws) {
  const { sessions, calls } = fakeAws(aws);
  const { s3 } = (await sessions.open('222222222222')).clients('us-east-1');
  return { sessions, calls, central: { s3, bucket: centralBucket, owner: '222222222222' } };
}

/** What the command lists; without --no-delivery it looks into the accounts. */
export async function list(aws: FakeAws, filter: Filter = {}, isLooking = true) {
  const { sessions, calls, central: bucket } = await central(aws);
  const delivery = {
    sessions,
    accounts: aws.accounts ?? accounts,
    homeRegion: 'us-east-1',
    spokeBucket: (id: string) => `ofn-audit-account-reports-${id}`,
  };
  const found = await listReports({ central: bucket, filter, ...(isLooking && { delivery }) });
  return { ...found, calls };
}
