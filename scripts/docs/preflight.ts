// The generated parts of preflight/README.md: the kinds of findings, and the policy of an identity
// that reads. Pure: kinds and calls in, text out.
import type { Kind } from '../../preflight/findings/kind.ts';
import { actionOf, type Call, callsOf } from './api-calls.ts';

export const kindsTable = (kinds: readonly Kind[]): string =>
  [
    '| Kind | Level | Found | Solved by |',
    '| --- | --- | --- | --- |',
    ...kinds.map(
      ({ kind, level, title, solvedBy }) => `| \`${kind}\` | ${level} | ${title} | ${solvedBy} |`,
    ),
    '',
  ].join('\n');

/** Where the objects are that a snapshot has: org-formation's state, and the code of functions. */
const objects = ['arn:aws:s3:::organization-formation-*/*', 'arn:aws:s3:::*-artifacts-*/*'];

/** The policy of an identity that may make these calls, and assume a role in every account. */
export function readingPolicy(calls: readonly Call[]): string {
  const actions = [...new Set(calls.map(actionOf))].sort();
  const statement = (Sid: string, Action: readonly string[], Resource: string | string[]) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
  });
  const policy = {
    Version: '2012-10-17',
    Statement: [
      statement(
        'ReadConfiguration',
        actions.filter((action) => action !== 's3:GetObject' && action !== 'sts:AssumeRole'),
        '*',
      ),
      statement('ReadStateAndCode', ['s3:GetObject'], objects),
      statement('AssumeTheReadingRole', ['sts:AssumeRole'], 'arn:aws:iam::*:role/ROLE'),
    ],
  };
  return `\`\`\`json\n${JSON.stringify(policy, null, 2)}\n\`\`\`\n`;
}

/** What a preflight calls, with a snapshot file too. */
export const preflightCalls = (read: (file: string) => string): Call[] => [
  ...callsOf('preflight/preflight.ts', 'readFor', read),
  ...callsOf('organization/roles.ts', 'identify', read),
  ...callsOf('organization/roles.ts', 'assumeRole', read),
];
