import { organizationId } from '../templates/kinds.ts';

/**
 * What AWS said, without what identifies the account: ids of accounts and organizations, keys,
 * addresses, principals other than the trial's own, and the random parts of names and requests.
 */
export function redact(text: string): string {
  return rules.reduce((said, [pattern, instead]) => said.replace(pattern, instead), text);
}

const rules: readonly (readonly [RegExp, string])[] = [
  // A session of the operator, or a user: both may be named after a person.
  [/:assumed-role\/(?!ofn-audit-trial)[^\s,;"']+/g, ':assumed-role/<caller>'],
  [/:user\/[^\s,;"']+/g, ':user/<caller>'],
  [/\b[\w.+-]+@[\w-]+(\.[\w-]+)+\b/g, '<address>'],
  [/\b(?:A[KS]IA|AROA|AIDA)[A-Z0-9]{12,}\b/g, '<key>'],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '<id>'],
  [new RegExp(`\\b${organizationId.allowedPattern}\\b`, 'g'), '<organization>'],
  [/\b(r-[a-z0-9]{4,32}|ou-[a-z0-9-]{8,68})\b/g, '<unit>'],
  [/(?<![0-9a-zA-Z])\d{12}(?![0-9a-zA-Z])/g, '<account>'],
  [/\bofn-audit-trial-[0-9a-f]{6}\b/g, 'ofn-audit-trial'],
  [/\s+/g, ' '],
];
