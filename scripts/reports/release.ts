import pMap from 'p-map';
import { type Copier, copy } from '../../handlers/report-dispatcher/copy.ts';
import { quarantineKeyOf } from '../../handlers/report-dispatcher/keys.ts';
import {
  currentVersion,
  ORIGINAL_KEY,
  remove,
  SOURCE_VERSION,
  tagsOf,
} from '../../handlers/report-dispatcher/objects.ts';
import { taggingOf } from '../../handlers/report-dispatcher/tags.ts';
import { describeError } from '../../lambda/errors.ts';
import type { Central } from './central.ts';
import { ReportsError } from './errors.ts';

export interface ReleaseOptions {
  central: Central;
  /** Keys that the reports came with, without the folder of the quarantine. */
  keys: readonly string[];
  /** Optional. What is larger is copied in parts of this size. */
  partBytes?: number;
  onProgress?: (text: string) => void;
}

export interface ReleaseResult {
  released: number;
  failed: { key: string; reason: string }[];
}

const reportsAtATime = 10;
/** So that no call takes the 30 seconds after which organization/clients.ts warns. */
const megabytes256 = 256 * 1024 ** 2;

/**
 * Puts quarantined reports back to the keys that they came with, where the event of the bucket has
 * them dispatched. What could not be released stays in quarantine, or is ended by the next release.
 */
export async function release(options: ReleaseOptions): Promise<ReleaseResult> {
  const { central, keys, partBytes = megabytes256, onProgress } = options;
  const { s3, bucket: name, owner } = central;
  const copier: Copier = {
    ...{ s3, reports: { name, owner }, partBytes, multipartThresholdBytes: partBytes },
    // It logs only that parts are left, which the bucket's lifecycle removes.
    log: () => {},
  };
  const failed: ReleaseResult['failed'] = [];
  let released = 0;
  await pMap(
    keys,
    async (key) => {
      try {
        await releaseOne(copier, key);
        released += 1;
      } catch (error) {
        const reason = describeError(error);
        failed.push({ key, reason });
      }
      const not = failed.length > 0 ? `, ${failed.length} not` : '';
      onProgress?.(`${released}/${keys.length} released${not}`);
    },
    { concurrency: reportsAtATime },
  );
  return { released, failed };
}

/** @throws ReportsError when the report, or what is at its key, is not any more what it was */
async function releaseOne(copier: Copier, key: string): Promise<void> {
  const { s3, reports } = copier;
  const from = quarantineKeyOf(key);
  const source = await currentVersion(s3, reports, from);
  if (!source) {
    throw new ReportsError('it is not in quarantine any more');
  }
  const there = await currentVersion(s3, reports, key);
  if (!there) {
    const tags = (await tagsOf(s3, reports, source)).filter(({ Key }) => Key !== 'reason');
    const to = { bucket: reports, key, replaces: undefined };
    const { [ORIGINAL_KEY]: _, ...Metadata } = source.headers.Metadata;
    const own = { ...source, headers: { ...source.headers, Metadata } };
    if ((await copy(copier, own, to, taggingOf(tags))) !== 'copied') {
      throw new ReportsError('it, or what is at its key, changed meanwhile: try it once more');
    }
  } else if (there.headers.Metadata[SOURCE_VERSION] !== source.versionId) {
    // A release that was cut short has left this very version there.
    throw new ReportsError(
      'another report has come to this key since: delete the quarantined one, or move it elsewhere',
    );
  }
  // The ETag alone would not distinguish it from the same that the dispatcher has quarantined once more.
  const now = await currentVersion(s3, reports, from);
  if (!now) {
    return; // Another process has ended it.
  }
  if (now.versionId !== source.versionId || !(await remove(s3, reports, from, source.etag))) {
    throw new ReportsError('it was quarantined once more meanwhile: try it again in a minute');
  }
}
