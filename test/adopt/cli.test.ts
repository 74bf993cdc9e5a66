import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { run } from '../../adopt/cli.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { accounts, asListed, fakeSessions, organizationFile } from '../doubles/organization.ts';

const files = {
  'organization.yml': organizationFile.replace('OC::ORG::Account', 'OC::ORG::MasterAccount'),
  'organization-parameters.yml': `resourcePrefix: ofn-audit
alertEmail: security@example.com
homeRegion: us-east-1
governedRegions: [us-east-1]
managementAccount: !Ref ManagementAccount
securityAccount: !Ref SecurityAccount
logArchiveAccount: !Ref LogArchiveAccount
`,
  'tasks.yml': `Organization:
  Type: update-organization
  Template: ./organization.yml
Alerts:
  Type: include
  Path: ./templates/alerts/_tasks.yml
`,
  'templates/alerts/_tasks.yml': `Queues:
  Type: update-stacks
  Template: ./queues.yml
  StackName: ofn-audit-alerts-region
  DefaultOrganizationBinding: { Account: !Ref SecurityAccount, Region: us-east-1 }
  MaxConcurrentStacks: 1
  TerminationProtection: true
`,
  'templates/alerts/queues.yml': `AWSTemplateFormatVersion: '2010-09-09'
Description: Queues - in the security account
Resources:
  Queue:
    Type: AWS::SQS::Queue
    DeletionPolicy: RetainExceptOnCreate
    UpdateReplacePolicy: Retain
    Properties: { QueueName: ofn-audit-undelivered }
`,
};

describe('npm run adopt', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'adopt-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  interface Case {
    readonly argv?: readonly string[];
    readonly queue?: object;
    readonly refusal?: Error;
    readonly answer?: boolean;
  }

  async function adopt({ argv = [], queue = { QueueUrl: 'https://sqs/q' }, ...more }: Case) {
    const seen = { stdout: '', stderr: '' };
    const absent = awsError('ValidationError', 'Stack with id x does not exist');
    let status: string | undefined;
    const cloudFormation = fakeClient({
      DescribeStacks: () => {
        if (status === undefined) {
          throw absent;
        }
        return { Stacks: [{ StackId: 'arn:stack', StackStatus: status }] };
      },
      CreateChangeSet: () => {
        status = more.refusal ? undefined : 'REVIEW_IN_PROGRESS';
        return more.refusal ?? {};
      },
      DescribeChangeSet: { Status: 'CREATE_COMPLETE' },
      ExecuteChangeSet: () => {
        status = 'IMPORT_COMPLETE';
        return {};
      },
    });
    const organizations = fakeClient({
      DescribeOrganization: { Organization: { Id: 'o-1', MasterAccountId: '111111111111' } },
      ListAccounts: { Accounts: accounts.map(asListed) },
    });
    const sqs = fakeClient({ GetQueueUrl: queue });
    const sessions = fakeSessions({ cloudFormation, organizations, sqs });
    const code = await run(['--tasks', path.join(folder, 'tasks.yml'), ...argv], {
      stdout: { write: (text) => (seen.stdout += text) },
      stderr: { write: (text) => (seen.stderr += text) },
      connect: async () => ({ ...sessions, callerAccountId: '111111111111', close: () => {} }),
      now: () => 0,
      sleep: async () => undefined,
      confirm: more.answer === undefined ? undefined : async () => more.answer === true,
    });
    return { code, ...seen, sent: cloudFormation.commands.map(([name]) => name) };
  }

  it('shows what was left behind, and imports nothing without an answer', async () => {
    for (const given of [{}, { answer: false }]) {
      const { code, stdout, stderr, sent } = await adopt(given);

      expect(code, stderr).to.equal(1);
      expect(stdout).to.equal(`ofn-audit-alerts-region (alerts) in 222222222222 us-east-1
  Queue  AWS::SQS::Queue  https://sqs/q
1 resource to import into 1 stack
nothing was imported; with --yes it is not asked
`);
      expect(sent).to.deep.equal(['DescribeStacks']);
    }
  });

  it('imports once the operator agrees, there or by --yes', async () => {
    for (const given of [{ answer: true }, { argv: ['--yes'] }]) {
      const { code, stdout, sent } = await adopt(given);

      expect(code, stdout).to.equal(0);
      expect(stdout).to.match(
        /^1 stack made of what was left behind: npm run deploy completes it$/m,
      );
      expect(sent).to.include('ExecuteChangeSet');
    }
  });

  it('has nothing to do where nothing was left', async () => {
    const { code, stdout } = await adopt({ queue: awsError('QueueDoesNotExist') });

    expect(code).to.equal(0);
    expect(stdout).to.equal('nothing was left behind: run npm run deploy\n');
  });

  it('names the stack that CloudFormation refuses, and why', async () => {
    const { code, stdout } = await adopt({ argv: ['--yes'], refusal: new Error('no') });

    expect(code).to.equal(1);
    expect(stdout).to.match(/^failed: ofn-audit-alerts-region in 222222222222 us-east-1: .*no$/m);
    expect(stdout).not.to.include('made of');
  });

  it('rejects a capability that is not deployed, with those that are', async () => {
    const { code, stderr } = await adopt({ argv: ['--capability', 'finding'] });

    expect(code).to.equal(2);
    expect(stderr).to.equal(
      'adopt: --capability finding has no stack in the task file: expected alerts\n',
    );
  });
});
