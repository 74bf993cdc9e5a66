import path from 'node:path';
import type { Snapshot } from 'ofn-rehearse';
import { pseudonymKey } from './snapshot/pseudonym-key.ts';
import { describeRedactions } from './snapshot/redact.ts';
import { writeWhole } from './snapshot/write.ts';
import { writeSnapshot } from './snapshot-file.ts';

export interface SaveOptions {
  readonly file: string;
  readonly pseudonyms?: {
    /** Optional. The text of the file of the key. */
    readonly keyText?: string | undefined;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** What is rehearsed on the snapshot: it gets the same pseudonyms, beside the file. */
    readonly organizationText: string;
    /** Optional. Where to write which pseudonym stands for what. */
    readonly mapFile?: string | undefined;
  };
}

/**
 * Writes a snapshot, and with pseudonyms the organization file that goes with it.
 * @returns what the operator should know, a line each
 */
export function saveSnapshot(snapshot: Snapshot, { file, pseudonyms }: SaveOptions): string[] {
  const chosen =
    pseudonyms && pseudonymKey(snapshot.organization.Id, pseudonyms.env, pseudonyms.keyText);
  const written = writeSnapshot(
    file,
    snapshot,
    chosen && pseudonyms
      ? { pseudonyms: { key: chosen.key, organizationText: pseudonyms.organizationText } }
      : {},
  );
  const lines = [
    `${file} has the snapshot, ${(written.bytes / 1024).toFixed(0)} KiB`,
    ...describeRedactions(written.redactions),
  ];
  if (!pseudonyms || !chosen || !written.pseudonyms) {
    return lines;
  }
  const organizationFile = besides(file);
  writeWhole(organizationFile, [written.pseudonyms.apply(pseudonyms.organizationText)]);
  lines.push(
    `pseudonyms are made with a key: ${chosen.source}`,
    `${organizationFile} has the organization file with these pseudonyms: ` +
      `npm run rehearse -- --from ${file} --organization ${organizationFile}`,
  );
  if (pseudonyms.mapFile !== undefined) {
    const map = Object.entries(written.pseudonyms.map).sort(([a], [b]) => (a < b ? -1 : 1));
    writeWhole(pseudonyms.mapFile, [`${JSON.stringify(Object.fromEntries(map), null, 2)}\n`]);
    lines.push(`${pseudonyms.mapFile} takes the pseudonyms back: keep it to yourself`);
  }
  return lines;
}

/** `acme.json` has `acme.organization.yml` beside it. */
const besides = (file: string): string =>
  path.join(path.dirname(file), `${path.parse(file).name}.organization.yml`);
