import { ListObjectsV2Command, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import pMap from 'p-map';
import { isNamed } from '../../lambda/errors.ts';
import { collect } from '../../lambda/paging.ts';
import { ReportsError } from './errors.ts';
import {
  type Filter,
  judge,
  parseKey,
  prefixOf,
  quarantineFolder,
  type ReportKey,
  waitingFolder,
} from './keys.ts';

/** The bucket of all reports. */
export interface Central {
  s3: Pick<S3Client, 'send'>;
  bucket: string;
  /** The security account. */
  owner: string;
}

/** A report as it stands in the bucket. */
export interface StoredReport extends ReportKey {
  /** Without the folder that it waits or is quarantined in. */
  key: string;
  version?: string;
  size: number;
  modified?: Date;
}

export interface Selection {
  reports: StoredReport[];
  /** Keys that would be meant, but have no date to compare with. */
  undated: string[];
}

/** Called with the number of objects of each page. */
export type OnPage = (count: number) => void;

const foldersAtATime = 10;

/** The reports in the folders of accounts, and those whose account is unknown. */
export async function readReports(
  central: Central,
  filter: Filter,
  onPage: OnPage = () => {},
): Promise<Selection> {
  if (filter.account !== undefined) {
    return select(await listBelow(central, prefixOf(filter.account, filter), onPage), filter);
  }
  const { folders, files } = await readRoot(central);
  const found = await pMap(
    folders.filter((folder) => folder !== waitingFolder && folder !== quarantineFolder),
    (folder) => listBelow(central, prefixOf(folder.slice(0, -1), filter), onPage),
    { concurrency: foldersAtATime },
  );
  return select([...files, ...found.flat()], filter);
}

/** The reports that wait, or that are quarantined. */
export async function readFolder(
  central: Central,
  folder: typeof waitingFolder | typeof quarantineFolder,
  filter: Filter,
  onPage: OnPage = () => {},
): Promise<Selection> {
  const below = filter.account === undefined ? '' : prefixOf(filter.account, filter);
  const objects = await listBelow(central, `${folder}${below}`, onPage);
  return select(
    objects.map((object) => ({ ...object, key: object.key.slice(folder.length) })),
    filter,
  );
}

type StoredObject = Omit<StoredReport, keyof ReportKey>;

function select(objects: readonly StoredObject[], filter: Filter): Selection {
  const reports: StoredReport[] = [];
  const undated: string[] = [];
  for (const object of objects) {
    const report = { ...object, ...parseKey(object.key) };
    const verdict = judge(report, filter);
    if (verdict === 'meant') {
      reports.push(report);
    } else if (verdict === 'undated') {
      undated.push(report.key);
    }
  }
  return { reports, undated };
}

/** Only this list has the current version. */
function listBelow(central: Central, prefix: string, onPage: OnPage): Promise<StoredObject[]> {
  const { s3, bucket: Bucket, owner: ExpectedBucketOwner } = central;
  return collect(async (token) => {
    const [KeyMarker, VersionIdMarker]: (string | undefined)[] = token ? JSON.parse(token) : [];
    const page = await explained(central, () =>
      s3.send(
        new ListObjectVersionsCommand({
          ...{ Bucket, ExpectedBucketOwner, Prefix: prefix, KeyMarker, VersionIdMarker },
          EncodingType: 'url',
        }),
      ),
    );
    const decode = decoderOf(page.EncodingType);
    const items = (page.Versions ?? [])
      .filter(({ IsLatest }) => IsLatest)
      .map(({ Key = '', VersionId, Size = 0, LastModified }) => ({
        key: decode(Key),
        size: Size,
        ...(VersionId && { version: VersionId }),
        ...(LastModified && { modified: LastModified }),
      }));
    onPage(items.length);
    const { IsTruncated, NextKeyMarker = '', NextVersionIdMarker } = page;
    // A marker that is not there must not come back as null.
    const markers = [decode(NextKeyMarker), ...(NextVersionIdMarker ? [NextVersionIdMarker] : [])];
    return { items, next: IsTruncated ? JSON.stringify(markers) : undefined };
  });
}

async function readRoot(central: Central): Promise<{ folders: string[]; files: StoredObject[] }> {
  const { s3, bucket: Bucket, owner: ExpectedBucketOwner } = central;
  const found = await collect(async (ContinuationToken) => {
    const page = await explained(central, () =>
      s3.send(
        new ListObjectsV2Command({
          ...{ Bucket, ExpectedBucketOwner, ContinuationToken, Delimiter: '/' },
          EncodingType: 'url',
        }),
      ),
    );
    const decode = decoderOf(page.EncodingType);
    const folders = (page.CommonPrefixes ?? []).map(({ Prefix = '' }) => decode(Prefix));
    const files = (page.Contents ?? []).map(({ Key = '', Size = 0, LastModified }) => ({
      key: decode(Key),
      size: Size,
      ...(LastModified && { modified: LastModified }),
    }));
    return { items: [...folders, ...files], next: page.NextContinuationToken };
  });
  return {
    folders: found.filter((one) => typeof one === 'string'),
    files: found.filter((one) => typeof one !== 'string'),
  };
}

/**
 * Keys are asked for URL-encoded, as XML has no place for some characters. S3 makes a plus of a
 * space, as forms do; an S3 that does not know the encoding says so by not naming it.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html
 */
function decoderOf(encoding: string | undefined): (text: string) => string {
  return encoding === 'url'
    ? (text) => decodeURIComponent(text.replaceAll('+', ' '))
    : (text) => text;
}

async function explained<T>({ bucket, owner }: Central, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isNamed(error, 'NoSuchBucket')) {
      throw new ReportsError(
        `There is no bucket ${bucket} in the account ${owner}: ` +
          'deploy the capability security-reporting first',
        { cause: error },
      );
    }
    throw error;
  }
}
