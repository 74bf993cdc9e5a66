import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { actionOf } from '../../../scripts/docs/api-calls.ts';
import { textIn } from '../../../scripts/docs/markers.ts';
import { kindsTable, preflightCalls, readingPolicy } from '../../../scripts/docs/preflight.ts';
import { loadReference } from '../../../scripts/policy-lint/reference.ts';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('the generated parts of the page of the preflight', () => {
  it('have a row for each kind of finding', () => {
    const kind = { kind: 'bucket-taken', level: 'no-go', title: 'a bucket', solvedBy: 'a name' };

    expect(kindsTable([{ ...kind, level: 'no-go' }])).to.equal(
      '| Kind | Level | Found | Solved by |\n| --- | --- | --- | --- |\n' +
        '| `bucket-taken` | no-go | a bucket | a name |\n',
    );
  });

  it('allow each call once, objects of two buckets, and one role to assume', () => {
    const calls = [
      { client: 's3', operation: 'HeadBucket' },
      { client: 's3', operation: 'GetObject' },
      { client: 'sts', operation: 'AssumeRole' },
      { client: 'eventbridge', operation: 'ListRules' },
      { client: 's3', operation: 'HeadBucket' },
    ];

    const [, json = ''] = /^```json\n([\s\S]+)\n```\n$/.exec(readingPolicy(calls)) ?? [];

    const statements = JSON.parse(json).Statement as { Action: string[]; Resource: unknown }[];
    expect(statements.map(({ Action, Resource }) => ({ Action, Resource }))).to.deep.equal([
      { Action: ['events:ListRules', 's3:ListBucket'], Resource: '*' },
      {
        Action: ['s3:GetObject'],
        Resource: ['arn:aws:s3:::organization-formation-*/*', 'arn:aws:s3:::*-artifacts-*/*'],
      },
      { Action: ['sts:AssumeRole'], Resource: 'arn:aws:iam::*:role/ROLE' },
    ]);
  });

  it('allow actions that AWS has, and that read, in a policy of the size that a role may have', async () => {
    const actions = [...new Set(preflightCalls(read).map(actionOf))];
    const services = new Set(actions.map((action) => action.split(':')[0] ?? ''));
    const reference = await loadReference(services, []);

    const wrong = actions.filter((action) => {
      const [found] = reference.actionsOf(action);
      return !found?.isRead && action !== 'sts:AssumeRole';
    });
    const policy = textIn(read('preflight/README.md'), 'policy').replace(/\s|```(json)?/g, '');

    expect(wrong).to.deep.equal([]);
    expect(actions.length).to.be.above(50);
    // White space does not count: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(policy.length).to.be.below(6144);
  });
});
