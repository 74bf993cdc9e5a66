import type { Snapshot } from 'ofn-rehearse';
import { redactTemplate } from './redact-template.ts';
import { redactValue } from './redact-value.ts';
import type { Redaction } from './redaction.ts';
import { rekeyTemplates } from './templates.ts';

/**
 * The snapshot without secrets, and where they were. Templates stay valid, and every other text of
 * JSON is JSON still. Archives of code are looked at where they are read.
 */
export function redact(snapshot: Snapshot): {
  readonly snapshot: Snapshot;
  readonly redactions: readonly Redaction[];
} {
  const redactions: Redaction[] = [];
  const { templates = {}, archives, ...rest } = snapshot;
  const clean = redactValue(rest, '', redactions);
  const texts = Object.entries(templates).map(([key, text]) => {
    const place = `template of ${ownerOf(snapshot, key)}`;
    return [key, redactTemplate(text, place, redactions)] as const;
  });
  return {
    snapshot: rekeyTemplates({ ...clean, ...(archives && { archives }) }, new Map(texts)),
    redactions,
  };
}

/** The first stack or StackSet that has the template. */
function ownerOf({ accounts, stackSets }: Snapshot, key: string): string {
  for (const { Id, places } of accounts) {
    for (const { region, stacks } of places) {
      const found = stacks.find(({ template }) => template === key);
      if (found) {
        return `stack ${found.StackName} of ${Id}/${region}`;
      }
    }
  }
  const found = stackSets.find(({ template }) => template === key);
  return found ? `StackSet ${found.StackSetName}` : key;
}

/** For the terminal: how many, and where, the first ones. */
export function describeRedactions(redactions: readonly Redaction[], shown = 20): string[] {
  if (redactions.length === 0) {
    return ['redacted nothing: no value looks like a secret'];
  }
  const more = redactions.length - shown;
  return [
    `redacted ${redactions.length} values:`,
    ...redactions.slice(0, shown).map(({ kind, place }) => `  ${kind}: ${place}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
}
