import { createHash } from 'node:crypto';
import type { Accounts } from '../../lambda/alerting/accounts.ts';
import type { Once } from '../../lambda/alerting/once.ts';
import type { Publish } from '../../lambda/alerting/topic.ts';
import { describeError } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import type { Counts } from './counted.ts';
import { NotAlertedError } from './errors.ts';
import { type Finding, severityNameOf } from './finding.ts';
import { alertOf, cameBackAlertOf, jsonOf, unreadableAlertOf } from './message.ts';
import { publishedAtOf, read } from './read.ts';
import type { Sent } from './sent.ts';
import type { Settings } from './settings.ts';
import { endOfStart, type StartPolicy } from './start.ts';
import type { Starts } from './starts.ts';

export interface Dependencies {
  names: Accounts;
  once: Once;
  sent: Sent;
  starts: Starts;
  counts: Counts;
  publish: Publish;
  log: Log;
  now: () => number;
}

export type Policy = Pick<Settings, 'threshold' | 'findingTypes' | 'sources'> & StartPolicy;

// Longer than the day for which EventBridge and Lambda retry.
const UNREADABLE_SECONDS = 7 * 86_400;

/**
 * Publishes alerts on the severe findings of an event, each once unless its severity rises or it was
 * over in between; states that a start finds are counted for its digest. An event that can't be read raises an alert too. A failure does not stop the others.
 *
 * @throws NotAlertedError naming the failed findings, after all were tried
 */
export async function alertFindings(
  dependencies: Dependencies,
  policy: Policy,
  event: unknown,
): Promise<void> {
  const failures: string[] = [];
  const publishedAt = publishedAtOf(event) ?? dependencies.now();
  const readings = read(event, policy.sources);
  for (const reading of readings) {
    const isFinding = reading.kind === 'finding';
    const id = isFinding ? reading.finding.id : unreadableId(reading.raw);
    try {
      const outcome = isFinding
        ? await alertFinding(dependencies, policy, reading.finding, publishedAt)
        : await alertUnreadable(dependencies, id, reading.reason, reading.raw);
      dependencies.log({ message: outcome, action: 'alert-finding', id });
    } catch (error) {
      failures.push(`${id}: ${describeError(error)}`);
    }
  }
  requireNone(failures, readings.length);
}

async function alertFinding(
  dependencies: Dependencies,
  policy: Policy,
  finding: Finding,
  publishedAt: number,
): Promise<string> {
  const { names, sent, counts, publish } = dependencies;
  const { id, severity, accountId, over, state } = finding;
  if (over) {
    const outcome = await sent.forget({ id, publishedAt }, async (now) => {
      const active = { ...finding, severity: now, severityName: severityNameOf(now) };
      await publish(cameBackAlertOf(active, accountId && (await names.nameOf(accountId)), over));
    });
    const how = { forgotten: `Over: ${over}`, sent: 'Sent: it came back' };
    return outcome in how ? how[outcome as keyof typeof how] : `Not sent: ${over}`;
  }
  const reason = unwantedBecause(finding, policy);
  if (reason) {
    return `Not sent: ${reason}`;
  }
  const endsAt = await endOfStart(dependencies, policy, finding);
  let how = 'Sent';
  const outcome = await sent.run({ id, severity, publishedAt }, async (before) => {
    // A severity that rises is news, whatever the start.
    if (state && endsAt !== undefined && publishedAt < endsAt && before === undefined) {
      how = 'Counted for the digest';
      return counts.add(finding, state.group, endsAt);
    }
    await publish(alertOf(finding, accountId && (await names.nameOf(accountId)), before));
  });
  return outcome === 'sent' ? how : 'Not sent: sent before';
}

async function alertUnreadable(
  { once, publish }: Dependencies,
  id: string,
  reason: string,
  raw: unknown,
): Promise<string> {
  await once.run(id, UNREADABLE_SECONDS, () => publish(unreadableAlertOf(reason, raw)));
  return `Unreadable: ${reason}`;
}

/** Why a finding that is not over does not raise an alert, or nothing. */
export function unwantedBecause(finding: Finding, policy: Policy): string | undefined {
  if (finding.mutedBy) {
    return finding.mutedBy;
  }
  if (finding.severity < policy.threshold) {
    return `severity below ${policy.threshold}`;
  }
  const { findingTypes } = policy;
  if (findingTypes.length === 0 || finding.types.length === 0) {
    return undefined;
  }
  const isWanted = finding.types.some((type) => findingTypes.some((one) => begins(type, one)));
  return isWanted ? undefined : 'type not wanted';
}

/** Whether a text begins with the pattern, in which `*` matches any characters. */
export function begins(text: string, pattern: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  if (!text.startsWith(start)) {
    return false;
  }
  let from = start.length;
  for (const part of parts) {
    const found = text.indexOf(part, from);
    if (found < 0) {
      return false;
    }
    from = found + part.length;
  }
  return true;
}

function unreadableId(raw: unknown): string {
  return `unreadable#${createHash('sha256').update(jsonOf(raw)).digest('hex')}`;
}

function requireNone(failures: readonly string[], all: number): void {
  if (failures.length === 0) {
    return;
  }
  const more = failures.length > 5 ? `; and ${failures.length - 5} more` : '';
  const named = failures.slice(0, 5).join('; ');
  throw new NotAlertedError(`Not alerted, ${failures.length} of ${all}: ${named}${more}`);
}
