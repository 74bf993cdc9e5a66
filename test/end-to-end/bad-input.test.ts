import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect } from 'chai';
import {
  type Ended,
  fine,
  type Project,
  preflight,
  project,
  rehearse,
  reportFile,
  root,
} from './project.ts';

/** The lines of the one error, by name. */
function errorOf({ stderr, stdout }: Ended): { place: string; cause: string; remedy: string } {
  const match = /^error in (.+)\n {2}cause: {2}(.+)\n {2}remedy: (.+)$/m.exec(stderr);
  if (!match) {
    throw new Error(`expected one clear error, got: ${stderr}\n${stdout}`);
  }
  const [, place = '', cause = '', remedy = ''] = match;

  return { place, cause, remedy };
}

describe('a rehearsal of bad input', () => {
  let open: Project | undefined;

  afterEach(() => open?.remove());

  const folder = (): string => open?.folder ?? '';

  async function rehearseWith(files: Record<string, string>, ...args: string[]): Promise<Ended> {
    open = project(files);
    const ended = await rehearse('--tasks', path.join(open.folder, 'tasks.yml'), ...args);
    expect(ended.exitCode, ended.stdout + ended.stderr).to.equal(2);
    expect(existsSync(reportFile), 'a half-finished report').to.equal(false);
    expect(ended.stderr.match(/^error in /gm)).to.have.length(1);

    return ended;
  }

  it('names line and column of YAML that does not parse', async () => {
    const ended = await rehearseWith({ 'things.yml': 'Resources:\n  Topic: {Type: [\n' });

    const { place, cause } = errorOf(ended);
    expect(place).to.match(/things\.yml, line 3, column 1$/);
    expect(cause).to.match(/not YAML/);
  });

  for (const [command, run] of [
    ['npm run rehearse', () => rehearse('--tasks', path.join(folder(), 'organization-tasks.yml'))],
    ['npm run validate', () => preflight(folder())],
  ] as const) {
    it(`shows all that is wrong in all files: ${command}`, async () => {
      open = project({
        'organization-parameters.yml':
          'governedRegions: [us-east-1]\nconfigRules: !Include ./rules.yml\nconfigEncryption: x\n' +
          'auditParallel: 0\n',
        'rules.yml': '- { name: ssh, identifier: NO_OPEN_SSH, description: No open SSH }\n',
        'organization-tasks.yml': fine.tasks
          .replace('StackName', 'StackNam')
          .replace('!Ref Team', '!Ref Taem'),
      });

      const { exitCode, stderr } = await run();

      const places = Array.from(stderr.matchAll(/^error in (.+)$/gm), ([, place = '']) =>
        place.replace(`${folder()}/`, ''),
      );
      expect(exitCode, stderr).to.equal(2);
      expect(places).to.deep.equal([
        'organization-parameters.yml, line 3, configEncryption',
        'organization-parameters.yml, line 4, auditParallel',
        'rules.yml, line 1, rule ssh',
        'organization-tasks.yml, line 8, Things.StackNam',
        'organization-tasks.yml, line 10, Things.DefaultOrganizationBinding.Account',
      ]);
    });
  }

  it('names the resource whose property AWS does not know', async () => {
    const template = fine.template.replace('DisplayName', 'DisplayNaem');

    const ended = await rehearseWith({ 'things.yml': template });

    const { place, cause, remedy } = errorOf(ended);
    expect(place).to.match(/things\.yml, line 3, Topic \(AWS::SNS::Topic\), stack things in /);
    expect(cause).to.contain('DisplayNaem');
    expect(remedy).to.match(/property/);
  });

  // AWS's words: https://github.com/org-formation/org-formation-cli/issues/225
  it('fails with a service control policy whose action lacks its service', async () => {
    const policies = readFileSync(path.join(root, 'organization-policies.yml'), 'utf8');
    const misspelt = policies.replace('cloudtrail:StopLogging', 'cloudtrailStopLogging');
    const included = 'Organization:\n  <<: !Include ./organization-policies.yml\n';

    const ended = await rehearseWith({
      'organization.yml': fine.organization.replace('Organization:\n', included),
      'organization-policies.yml': misspelt,
    });

    const { cause } = errorOf(ended);
    expect(misspelt).not.to.equal(policies);
    expect(cause).to.match(/does not meet the requirements of the specified policy type/);
  });

  it('names the binding to an account that is not in organization.yml', async () => {
    const tasks = fine.tasks.replace('!Ref Team', '!Ref Taem');

    const ended = await rehearseWith({ 'tasks.yml': tasks });

    const { place, cause, remedy } = errorOf(ended);
    expect(place).to.match(/tasks\.yml, line 10, Things\.DefaultOrganizationBinding\.Account$/);
    expect(cause).to.match(/binds to Taem, which is not in .*organization\.yml/);
    expect(remedy).to.contain('Team');
  });

  it('names an unknown attribute of a task', async () => {
    const tasks = fine.tasks.replace('StackName: things', 'StackName: things\n  StackNam: thing');

    const ended = await rehearseWith({ 'tasks.yml': tasks });

    const { place, cause, remedy } = errorOf(ended);
    expect(place).to.match(/tasks\.yml, line 9, Things\.StackNam$/);
    expect(cause).to.equal('task Things has the unknown attribute StackNam');
    expect(remedy).to.contain('StackName');
  });

  it('names an unknown region', async () => {
    const tasks = fine.tasks.replace('us-east-1', 'us-east-9');

    const ended = await rehearseWith({ 'tasks.yml': tasks });

    const { place, cause, remedy } = errorOf(ended);
    expect(place).to.match(/tasks\.yml, line 11, Things\.DefaultOrganizationBinding\.Region$/);
    expect(cause).to.contain("'us-east-9'");
    expect(remedy).to.contain('us-east-2');
  });

  it('names a template over the limits', async () => {
    const topics = Array.from({ length: 501 }, (_, n) => `  T${n}: { Type: AWS::SNS::Topic }`);

    const ended = await rehearseWith({ 'things.yml': `Resources:\n${topics.join('\n')}\n` });

    const { place, cause, remedy } = errorOf(ended);
    expect(place).to.match(/things\.yml, stack things in /);
    expect(cause).to.match(/Number of resources, 501, is greater than maximum allowed, 500/);
    expect(remedy).to.match(/split/);
  });

  it('reports what a custom resource that fails has said', async () => {
    const ended = await rehearseWith({ 'things.yml': customResource(failing) });

    const { place, cause } = errorOf(ended);
    expect(place).to.match(/things\.yml, line \d+, Thing \(Custom::Thing\), stack things in /);
    expect(cause).to.contain('the thing is not to be had');
  });

  it('reports a custom resource that never answers', async () => {
    const silent = 'exports.handler = async () => {};';

    const ended = await rehearseWith({ 'things.yml': customResource(silent) });

    const { cause, remedy } = errorOf(ended);
    expect(cause).to.match(/did not receive a response from your Custom Resource/);
    expect(remedy).to.match(/ServiceTimeout/);
  });

  for (const [what, parameters, cause] of [
    ['an empty list of roles', 'elevatedRoles: []', /no use of a role would raise an alarm/],
    [
      'a retention that expires before it archives',
      'trailArchiveAfterDays: 90\ntrailExpireAfterDays: 30',
      /would delete objects after 30 days/,
    ],
    ['a home region to opt in to', 'homeRegion: af-south-1', /which accounts have to opt in to/],
  ] as const) {
    it(`names ${what}, before anything is deployed`, async () => {
      const ended = await rehearseWith({ 'organization-parameters.yml': `${parameters}\n` });

      expect(errorOf(ended).place).to.match(/organization-parameters\.yml, line \d/);
      expect(errorOf(ended).cause).to.match(cause);
    });
  }

  for (const [what, files, place, cause] of [
    [
      'an organization rule that AWS has not got',
      {
        'organization-parameters.yml': 'configRules: !Include ./rules.yml\n',
        'rules.yml': '- { name: ssh, identifier: NO_OPEN_SSH, description: No open SSH }\n',
      },
      /rules\.yml, line 1, rule ssh$/,
      /"NO_OPEN_SSH" is not a managed rule of AWS Config/,
    ],
    [
      'a conformance pack over 300 KB',
      withPack(`# ${'x'.repeat(300 * 1024)}\n`),
      /packs\.yml, line 1, pack mine$/,
      /AWS Config takes 307200 from a bucket \(and 51200 of a template inline\)/,
    ],
    [
      'a conformance pack with two resources of one name',
      withPack('Resources:\n  Ssh: {}\n  Ssh: {}\n'),
      /mine\.yml, line 3, column 3$/,
      /two things of one name/,
    ],
    [
      'an excluded account that is not in organization.yml',
      { 'organization-parameters.yml': 'configExcludedAccounts: [Taem]\n' },
      /organization-parameters\.yml, line 1, configExcludedAccounts$/,
      /Taem is not an account of .*organization\.yml/,
    ],
    [
      'a misspelt parameter, which would be ignored',
      { 'organization-parameters.yml': 'findingSeverty: 4\n' },
      /organization-parameters\.yml, line 1, findingSeverty$/,
      /findingSeverty is not a parameter of any capability, and would be ignored/,
    ],
    [
      "a member's account id that lost its leading zero",
      organizationWith('RootEmail: team', 'AccountId: 022222222222\n      RootEmail: team'),
      /organization\.yml, line 17, Team\.Properties\.AccountId$/,
      /the AccountId of Team is 22222222222, a number, which loses leading zeros/,
    ],
    [
      'an e-mail address without @',
      organizationWith('team@', 'team.'),
      /organization\.yml, line 17, Team\.Properties\.RootEmail$/,
      /"team\.example\.com", which is not an e-mail address/,
    ],
    [
      'a misspelt property of an included policy',
      {
        ...organizationWith('Organization:\n', 'Organization:\n  <<: !Include ./policies.yml\n'),
        'policies.yml':
          'Deny:\n  Type: OC::ORG::ServiceControlPolicy\n  Properties:\n    PolicyNaem: deny\n    PolicyDocument: {}\n',
      },
      /policies\.yml, line 4, Deny\.Properties\.PolicyNaem$/,
      /Deny has the unknown property PolicyNaem/,
    ],
    [
      'a bucket of packs without the prefix',
      { 'organization-parameters.yml': 'conformancePackBucket: packs\n' },
      /organization-parameters\.yml, line 1, conformancePackBucket$/,
      /begin with awsconfigconforms only/,
    ],
  ] as const) {
    it(`names ${what}, before anything is started`, async () => {
      const ended = await rehearseWith(files);

      expect(errorOf(ended).place).to.match(place);
      expect(errorOf(ended).cause).to.match(cause);
    });
  }

  it('names a port that is busy', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };

    const ended = await rehearseWith({}, '--port', String(port));
    server.close();

    expect(errorOf(ended).place).to.equal(`the command line, --port ${port}`);
    expect(errorOf(ended).cause).to.match(/in use/);
  });

  it('names the number of declared accounts when fewer are asked for', async () => {
    const ended = await rehearseWith({}, '--accounts', '1');

    expect(errorOf(ended).place).to.equal('the command line, --accounts 1');
    expect(errorOf(ended).cause).to.match(/organization\.yml declares 2 accounts$/);
  });
});

function organizationWith(from: string, to: string): Record<string, string> {
  return { 'organization.yml': fine.organization.replace(from, to) };
}

function withPack(template: string): Record<string, string> {
  return {
    'organization-parameters.yml': '# Nothing is set.\n{}\n',
    'templates/conformance-packs/packs.yml': '- { name: mine, file: ./mine.yml }\n',
    'templates/conformance-packs/mine.yml': template,
  };
}

const failing = `const https = require('https');
exports.handler = async (event) => {
  const body = JSON.stringify({ Status: 'FAILED', Reason: 'the thing is not to be had',
    PhysicalResourceId: 'thing', StackId: event.StackId, RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId });
  await new Promise((resolve, reject) => {
    const request = https.request(event.ResponseURL,
      { method: 'PUT', headers: { 'content-type': '', 'content-length': body.length } }, resolve);
    request.on('error', reject);
    request.end(body);
  });
};`;

const customResource = (code: string): string => `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal: { Service: lambda.amazonaws.com }
            Action: sts:AssumeRole
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs24.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Timeout: 20
      Code:
        ZipFile: |
${code.replaceAll(/^/gm, '          ')}
  Thing:
    Type: Custom::Thing
    Properties:
      ServiceToken: !GetAtt Function.Arn
      ServiceTimeout: 60
`;
