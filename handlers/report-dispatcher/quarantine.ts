import { type Copier, copy } from './copy.ts';
import { ROUNDS } from './deliver.ts';
import { ChangingError } from './errors.ts';
import { isHashed, quarantineKeyOf, type Reason } from './keys.ts';
import { fitsMetadata } from './limits.ts';
import {
  currentVersion,
  metadataOf,
  ORIGINAL_KEY,
  remove,
  SOURCE_VERSION,
  type Source,
  tagsOf,
} from './objects.ts';
import { taggingOf, withReason } from './tags.ts';

export interface Quarantined {
  key: string;
  reason: Reason;
}

/**
 * Moves a report that can't be delivered to quarantine, with the reason as a tag; its versions stay. It is counted before it is deleted, so that none is missed: twice, if the deletion fails.
 *
 * @throws ChangingError when it changes at each attempt
 */
export async function quarantine(
  copier: Copier,
  { key, reason }: Quarantined,
  count: (quarantined: Quarantined) => void,
): Promise<void> {
  const { s3, reports } = copier;
  const to = quarantineKeyOf(key);
  for (let round = 0; round < ROUNDS; round++) {
    const source = await currentVersion(s3, reports, key);
    if (!source) {
      return; // It was moved already.
    }
    const there = await currentVersion(s3, reports, to);
    if (there?.headers.Metadata[SOURCE_VERSION] !== source.versionId) {
      const tags = withReason(await tagsOf(s3, reports, source), reason);
      const destination = { bucket: reports, key: to, replaces: there?.etag };
      const result = await copy(copier, fitting(source, to), destination, taggingOf(tags));
      if (result !== 'copied') {
        continue;
      }
    }
    count({ key, reason });
    if (await remove(s3, reports, key, source.etag)) {
      return;
    }
  }
  throw new ChangingError(
    `${key} changed ${ROUNDS} times while it was moved to ${to}: it is retried`,
  );
}

/** With metadata that S3 accepts: the version of the report keeps what is left out. */
function fitting(source: Source, to: string): Source {
  const original: Record<string, string> = isHashed(to)
    ? { [ORIGINAL_KEY]: Buffer.from(source.key).toString('base64') }
    : {};
  const headers = { ...source.headers, Metadata: { ...source.headers.Metadata, ...original } };
  const whole = { ...source, headers };
  return fitsMetadata(metadataOf(whole))
    ? whole
    : { ...source, headers: { ...headers, Metadata: original } };
}
