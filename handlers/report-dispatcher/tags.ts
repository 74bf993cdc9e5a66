import type { Tag } from '@aws-sdk/client-s3';
import type { Reason } from './keys.ts';

const REASON = 'reason';
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
const MOST = 10;

/** Tags with the reason added; it replaces the last if the limit is reached. */
export function withReason(tags: readonly Tag[], reason: Reason): Tag[] {
  const others = tags.filter(({ Key }) => Key !== REASON).slice(0, MOST - 1);
  return [...others, { Key: REASON, Value: reason }];
}

/** Tags in the format of the header `x-amz-tagging`. */
export function taggingOf(tags: readonly Tag[]): string {
  return tags
    .map(({ Key = '', Value = '' }) => `${encodeURIComponent(Key)}=${encodeURIComponent(Value)}`)
    .join('&');
}
