import { inspect } from 'node:util';
import type { Alert } from '../../lambda/alerting/topic.ts';
import { isNamed } from '../../lambda/errors.ts';
import { line } from './fields.ts';
import { type Finding, severityNameOf } from './finding.ts';

/** The alert of a finding. `before` is the severity of its previous alert. */
export function alertOf(finding: Finding, accountName: string, before?: number): Alert {
  const { severity, severityName, source, accountId, region, count } = finding;
  const name = line(accountName, 100) || 'an unknown account';
  const risen = before === undefined ? '' : `, risen from ${severityNameOf(before)} (${before})`;
  const facts: readonly (readonly [name: string, value: string])[] = [
    ['Severity', `${severityName} (${severity})${risen}`],
    ['Account', accountId && accountId !== name ? `${name} (${accountId})` : name],
    ['Region', region],
    ['Resource', finding.resource],
    ['Found by', source],
    ['Rule', finding.rule ?? ''],
    ['Type', finding.types.slice(0, 3).join(', ')],
    ['First seen', finding.firstSeen],
    ['Last seen', finding.lastSeen],
    ['Count', count === undefined ? '' : String(count)],
    // The id of a change of compliance repeats what is above.
    ['Finding', finding.rule ? '' : finding.id],
  ];
  const told = facts.filter(([, value]) => value).map(([fact, value]) => `${fact}: ${value}`);
  const paragraphs = [finding.title, told.join('\n'), finding.description, finding.link];
  return {
    subject: `${severityName.toUpperCase()} ${source} finding in ${name}: ${finding.title}`,
    text: paragraphs.filter(Boolean).join('\n\n'),
  };
}

/** The alert of a finding that is active, although the event at hand says that it was over. */
export function cameBackAlertOf(finding: Finding, accountName: string, over: string): Alert {
  const said =
    `It was over (${over}) and came back: the event that says so arrived only after the one of its ` +
    'return, whose severity this is.';
  const description = [said, finding.description].filter(Boolean).join('\n');
  return alertOf({ ...finding, description }, accountName);
}

const RAW_LENGTH = 8000;

/** The alert of an event, or of a finding in it, that could not be read. */
export function unreadableAlertOf(reason: string, raw: unknown): Alert {
  return {
    subject: 'A security finding could not be read',
    text:
      `An event of a security finding could not be read: ${reason}.\n` +
      'Look at it here, and correct the rule that sends it or report it to those who maintain ' +
      `this.\n\n${line(jsonOf(raw), RAW_LENGTH)}`,
  };
}

/** Values that are nested some thousand levels deep are shown down to the tenth. */
export function jsonOf(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? String(raw);
  } catch (error) {
    if (!isNamed(error, 'RangeError')) {
      throw error; // the stack is used up by its depth
    }
    return inspect(raw, { depth: 10, breakLength: Number.POSITIVE_INFINITY });
  }
}
