/** Entries that one call of PutEvents takes. */
const ENTRIES = 10;
/** Their size together, in bytes. */
export const BYTES = 256 * 1024;

/** The part of an entry that is the same for all. */
export interface Envelope {
  readonly Source: string;
  readonly DetailType: string;
}

/**
 * Details in as few calls as PutEvents allows, in their order. One that is too large by itself is in a
 * batch of its own.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
export function batchesOf(details: readonly string[], envelope: Envelope): string[][] {
  const batches: string[][] = [];
  let room = 0;
  for (const detail of details) {
    const bytes = sizeOf(detail, envelope);
    const last = batches.at(-1);
    if (last && last.length < ENTRIES && bytes <= room) {
      last.push(detail);
      room -= bytes;
    } else {
      batches.push([detail]);
      room = BYTES - bytes;
    }
  }
  return batches;
}

export function sizeOf(detail: string, { Source, DetailType }: Envelope): number {
  return Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(detail);
}
