import { createHash } from 'node:crypto';
import type { Snapshot } from 'ofn-rehearse';

/** The key of a text in `templates`, and of an archive in `archives`. */
export const keyOf = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/**
 * The snapshot with these texts in place of its templates, by their present keys. They get new keys:
 * the hash of a text with a secret would confirm a guess of it.
 */
export function rekeyTemplates(snapshot: Snapshot, texts: ReadonlyMap<string, string>): Snapshot {
  if (texts.size === 0) {
    return snapshot;
  }
  const keys = new Map([...texts].map(([key, text]) => [key, keyOf(text)]));
  const rekeyed = <T extends { readonly template?: string }>(one: T): T =>
    one.template === undefined ? one : { ...one, template: keys.get(one.template) ?? one.template };
  return {
    ...snapshot,
    accounts: snapshot.accounts.map((account) => ({
      ...account,
      places: account.places.map((place) => ({ ...place, stacks: place.stacks.map(rekeyed) })),
    })),
    stackSets: snapshot.stackSets.map(rekeyed),
    templates: Object.fromEntries([...texts.values()].map((text) => [keyOf(text), text])),
  };
}
