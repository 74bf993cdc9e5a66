import { readFileSync } from 'node:fs';
import type { Finding, Reading } from '../../../handlers/finding-alerts/finding.ts';
import { read } from '../../../handlers/finding-alerts/read.ts';

type Json = Record<string, unknown>;
type Sample = Json & { detail: Json };

/** A fresh copy of a sample event. */
export function sample(name: string): Sample {
  const file = new URL(`../../events/findings/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** One whose detail has changes. */
export function sampleWith(name: string, changes: Json): Sample {
  const event = sample(name);
  return { ...event, detail: { ...event.detail, ...changes } };
}

/** One of Security Hub whose finding has changes. */
export function hubSampleWith(name: string, changes: Json): Sample {
  const event = sample(name);
  const [finding] = event.detail['findings'] as Json[];
  return { ...event, detail: { findings: [{ ...finding, ...changes }] } };
}

/** The finding of an event that has just one, where GuardDuty's own events come, too. */
export function findingOf(event: unknown): Finding {
  const [reading] = read(event, ['guardduty']);
  if (reading?.kind !== 'finding') {
    throw new Error(`expected a finding: ${JSON.stringify(reading)}`);
  }
  return reading.finding;
}

export function reasonOf(event: unknown): string | undefined {
  const [reading]: Reading[] = read(event, ['guardduty']);
  return reading?.kind === 'unreadable' ? reading.reason : undefined;
}
