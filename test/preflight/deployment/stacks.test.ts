import { expect } from 'chai';
import { chartOf, organizationResources } from '../../../preflight/deployment/chart.ts';
import { CopiedValue, Unresolved } from '../../../preflight/deployment/intrinsics.ts';
import { stacksOf } from '../../../preflight/deployment/stacks.ts';

const files: Readonly<Record<string, string>> = {
  '/organization.yml': `
Organization:
  ManagementAccount:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Management, AccountId: '111111111111' }
  SandboxAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: Sandbox, AccountId: '222222222222' }
`,
  '/tasks.yml': `
Rules:
  Type: update-stacks
  Template: ./rules.yml
  StackName: audit-rules
  DefaultOrganizationBinding: { IncludeMasterAccount: true, Region: us-east-1 }
  Parameters:
    keyArn: !CopyValue [audit-key, !Ref SandboxAccount, eu-west-1]
    codeKey: functions/here.zip
`,
  '/rules.yml': `
Parameters:
  keyArn: { Type: String }
  codeKey: { Type: String }
Resources:
  Rule:
    Type: AWS::Config::OrganizationConfigRule
    Properties:
      Key: !Sub 'key of \${keyArn}'
      Code: !Ref codeKey
      ExcludedAccounts: [!Ref SandboxAccount, '333333333333']
`,
};
const read = (file: string) => files[file] ?? '';
const chart = chartOf(organizationResources('/organization.yml', read), {
  organizationId: 'o-exampleorg1',
  partition: 'aws',
  accounts: ['Management', 'Sandbox'].map((name, index) => ({
    ...{ id: String(index + 1).repeat(12), name, email: `${name}@example.com`, state: 'ACTIVE' },
  })),
});
const [stack] = [...stacksOf({ tasksFile: '/tasks.yml', chart, read })];
const attribute = () => undefined;
const property = (name: string, known: object = {}) =>
  stack?.resources[0]?.property(name, { attribute, ...known });

describe('the stacks of a deployment', () => {
  it('say what they copy from the exports of others', () => {
    expect(stack?.copies).to.deep.equal([
      new CopiedValue('audit-key', '222222222222', 'eu-west-1'),
    ]);
  });

  it('have it in their properties once it is known', () => {
    const copied = ({ exportName }: CopiedValue) => `value of ${exportName}`;

    expect(property('Key', { copied })).to.equal('key of value of audit-key');
    expect(property('Key', { copied: () => undefined })).to.be.instanceOf(Unresolved);
    expect(property('Key')).to.be.instanceOf(Unresolved);
  });

  it('have the parameters that they were deployed with, where those are given', () => {
    expect(property('Code')).to.equal('functions/here.zip');
    expect(property('Code', { parameters: { codeKey: 'functions/there.zip' } })).to.equal(
      'functions/there.zip',
    );
  });

  it('name accounts by their ids', () => {
    expect(property('ExcludedAccounts')).to.deep.equal(['222222222222', '333333333333']);
  });
});
