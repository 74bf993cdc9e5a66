import type { Snapshot } from 'ofn-rehearse';
import { declaredNames, originalsOf } from './snapshot/originals.ts';
import { pseudonymize } from './snapshot/pseudonymize.ts';
import { type Pseudonyms, pseudonyms } from './snapshot/pseudonyms.ts';
import { redact } from './snapshot/redact.ts';
import type { Redaction } from './snapshot/redaction.ts';
import { stable } from './snapshot/stable.ts';
import { writeWhole } from './snapshot/write.ts';

export { readSnapshotFile } from 'ofn-rehearse';
export { describeRedactions } from './snapshot/redact.ts';
export type { Redaction } from './snapshot/redaction.ts';

export interface Written {
  /** As it is in the file. */
  readonly snapshot: Snapshot;
  readonly bytes: number;
  readonly redactions: readonly Redaction[];
  /** What took the place of what, with `pseudonyms`. */
  readonly pseudonyms?: Pseudonyms;
}

export interface WriteOptions {
  /** Optional. Replaces ids, names and addresses; `key` is as pseudonymKey makes it. */
  readonly pseudonyms?: {
    readonly key: string;
    /** Optional. The organization file: names that it declares are replaced too. */
    readonly organizationText?: string | undefined;
  };
}

/**
 * Writes a snapshot without secrets. The file is JSON, in one order, so that two snapshots of the same
 * organization differ in `takenAt` alone; accounts, templates and archives are a line each. Only its
 * owner may read it, and it is there as a whole or not at all.
 */
export function writeSnapshot(
  file: string,
  snapshot: Snapshot,
  { pseudonyms: wanted }: WriteOptions = {},
): Written {
  const { snapshot: clean, redactions } = redact(snapshot);
  const by =
    wanted &&
    pseudonyms(originalsOf(clean, declaredNames(wanted.organizationText ?? '')), wanted.key);
  const written = stable(by ? pseudonymize(clean, by) : clean);
  const bytes = writeWhole(file, linesOf(written));
  return {
    ...{ snapshot: written, bytes },
    redactions: by ? redactions.map((one) => ({ ...one, place: by.apply(one.place) })) : redactions,
    ...(by && { pseudonyms: by }),
  };
}

/** JSON in pieces: a snapshot of a thousand accounts is longer than a string may be. */
export function* linesOf(snapshot: Snapshot): Iterable<string> {
  const fields = Object.entries(snapshot);
  yield '{\n';
  for (const [index, [field, value]] of fields.entries()) {
    const end = index === fields.length - 1 ? '\n' : ',\n';
    yield `${JSON.stringify(field)}:`;
    if (Array.isArray(value)) {
      yield* between(
        '[',
        value.map((item) => () => JSON.stringify(item)),
        ']',
      );
    } else if (['templates', 'archives', 'code'].includes(field)) {
      const pairs = Object.entries(value).map(
        ([key, text]) =>
          () =>
            `${JSON.stringify(key)}:${JSON.stringify(text)}`,
      );
      yield* between('{', pairs, '}');
    } else {
      yield JSON.stringify(value);
    }
    yield end;
  }
  yield '}\n';
}

function* between(open: string, lines: readonly (() => string)[], close: string): Iterable<string> {
  yield open;
  for (const [index, line] of lines.entries()) {
    yield `${index === 0 ? '' : ','}\n${line()}`;
  }
  yield lines.length === 0 ? close : `\n${close}`;
}
