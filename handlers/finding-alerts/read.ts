import { readAccessAnalyzer } from './access-analyzer.ts';
import { CONFIG_RULE_ALERT, readConfig } from './config.ts';
import { at, firstLine, line } from './fields.ts';
import type { Reading } from './finding.ts';
import { readGuardDuty } from './guard-duty.ts';
import { readOcsf } from './ocsf.ts';
import { readSecurityHub } from './security-hub.ts';

/**
 * The findings of an event, at least one or the reason why it can't be read. Never throws, whatever
 * the JSON value: an unknown event is for operators to review.
 *
 * @param sources products whose own events come here, such as `guardduty`
 */
export function read(event: unknown, sources: readonly string[]): Reading[] {
  const readings = readingsOf(event, sources);
  if (readings.length > 0) {
    return readings;
  }
  return [{ kind: 'unreadable', reason: 'detail.findings is not a list of findings', raw: event }];
}

function readingsOf(event: unknown, sources: readonly string[]): Reading[] {
  const type = at(event, 'detail-type');
  switch (type) {
    case 'GuardDuty Finding':
      return [readGuardDuty(event)];
    case 'Security Hub Findings - Imported':
      return readSecurityHub(event, sources);
    case 'Findings Imported V2':
      return readOcsf(event, sources);
    case 'Access Analyzer Finding':
    case 'Internal Access Finding':
    case 'Unused Access Finding for IAM entities':
      return [readAccessAnalyzer(event)];
    case CONFIG_RULE_ALERT:
      return [readConfig(event)];
    default: {
      const reason = `detail-type ${line(type) || '(no text)'} is not known here`;
      return [{ kind: 'unreadable', reason, raw: event }];
    }
  }
}

/** When the source published the event, in milliseconds, if it says so. */
export function publishedAtOf(event: unknown): number | undefined {
  const time = Date.parse(firstLine(at(event, 'time'), at(event, 'event', 'time')));
  return Number.isNaN(time) ? undefined : time;
}
