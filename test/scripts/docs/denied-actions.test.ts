import { expect } from 'chai';
import { deniedActionsModule, deniedActionsOf } from '../../../scripts/docs/denied-actions.ts';

const roleOf = (...Statement: object[]) =>
  ({
    Resources: { Role: { Properties: { Policies: [{ PolicyDocument: { Statement } }] } } },
  }) as Parameters<typeof deniedActionsOf>[0];

describe('the actions that the audit role denies', () => {
  it('are those of each Deny on every resource', () => {
    const role = roleOf(
      { Effect: 'Allow', Action: ['iam:ListRoles'], Resource: '*' },
      { Effect: 'Deny', Action: ['s3:GetObject', 'kms:Decrypt'], Resource: '*' },
      { Effect: 'Deny', Action: 'glue:GetConnections', Resource: '*' },
    );

    expect(deniedActionsOf(role)).to.deep.equal([
      'glue:GetConnections',
      'kms:Decrypt',
      's3:GetObject',
    ]);
  });

  it('are none that a resource or a condition can leave allowed', () => {
    const role = roleOf(
      { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' },
      { Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*', Condition: { Bool: {} } },
    );

    expect(deniedActionsOf(role)).to.deep.equal([]);
  });

  it('are a module that names its source', () => {
    const role = roleOf({ Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' });

    expect(deniedActionsModule(role, 'role.yml')).to.equal(
      [
        '// npm run docs writes this file from role.yml: change it there.',
        '',
        '/** The actions that the audit role denies in any case. */',
        "export const deniedActions: readonly string[] = [\n  'kms:Decrypt',\n];\n",
      ].join('\n'),
    );
  });
});
