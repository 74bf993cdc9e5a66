import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { deniedActions } from '../../templates/denied-actions.ts';
import { auditRoleName } from '../../templates/parameters.ts';
import { render } from './render.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'templates/trail-alarms');

interface Row {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly controls: string;
  readonly pattern: string;
}

const rows = readYaml(path.join(folder, 'filters.yml')).value.Filters as Row[];
const patternOf = (control: string): string =>
  rows.find(({ controls }) => controls.split(', ').includes(control))?.pattern ?? 'none';
const any = (...events: string[]): string =>
  events.map((event) => `($.eventName=${event})`).join(' || ');
const of = (source: string, ...events: string[]): string =>
  `{($.eventSource=${source}.amazonaws.com) && (${any(...events)})}`;
const squeezed = (text: string): string => text.replaceAll(/\s/g, '');

// As documented, whatever the white space.
// https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
const documented: Readonly<Record<string, string>> = {
  'CloudWatch.1':
    '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  'CloudWatch.2': '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  'CloudWatch.3':
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  'CloudWatch.4': of(
    'iam',
    'DeleteGroupPolicy',
    'DeleteRolePolicy',
    'DeleteUserPolicy',
    'PutGroupPolicy',
    'PutRolePolicy',
    'PutUserPolicy',
    'CreatePolicy',
    'DeletePolicy',
    'CreatePolicyVersion',
    'DeletePolicyVersion',
    'AttachRolePolicy',
    'DetachRolePolicy',
    'AttachUserPolicy',
    'DetachUserPolicy',
    'AttachGroupPolicy',
    'DetachGroupPolicy',
  ),
  'CloudWatch.5': `{${any('CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging')}}`,
  'CloudWatch.6': '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  'CloudWatch.7': of('kms', 'DisableKey', 'ScheduleKeyDeletion'),
  'CloudWatch.8': of(
    's3',
    'PutBucketAcl',
    'PutBucketPolicy',
    'PutBucketCors',
    'PutBucketLifecycle',
    'PutBucketReplication',
    'DeleteBucketPolicy',
    'DeleteBucketCors',
    'DeleteBucketLifecycle',
    'DeleteBucketReplication',
  ),
  'CloudWatch.9': of(
    'config',
    'StopConfigurationRecorder',
    'DeleteDeliveryChannel',
    'PutDeliveryChannel',
    'PutConfigurationRecorder',
  ),
  'CloudWatch.10': `{${any(
    'AuthorizeSecurityGroupIngress',
    'AuthorizeSecurityGroupEgress',
    'RevokeSecurityGroupIngress',
    'RevokeSecurityGroupEgress',
    'CreateSecurityGroup',
    'DeleteSecurityGroup',
  )}}`,
  'CloudWatch.11': `{${any(
    'CreateNetworkAcl',
    'CreateNetworkAclEntry',
    'DeleteNetworkAcl',
    'DeleteNetworkAclEntry',
    'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation',
  )}}`,
  'CloudWatch.12': `{${any(
    'CreateCustomerGateway',
    'DeleteCustomerGateway',
    'AttachInternetGateway',
    'CreateInternetGateway',
    'DeleteInternetGateway',
    'DetachInternetGateway',
  )}}`,
  'CloudWatch.13': of(
    'ec2',
    'CreateRoute',
    'CreateRouteTable',
    'ReplaceRoute',
    'ReplaceRouteTableAssociation',
    'DeleteRouteTable',
    'DeleteRoute',
    'DisassociateRouteTable',
  ),
  'CloudWatch.14': `{${any(
    'CreateVpc',
    'DeleteVpc',
    'ModifyVpcAttribute',
    'AcceptVpcPeeringConnection',
    'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection',
    'RejectVpcPeeringConnection',
    'AttachClassicLinkVpc',
    'DetachClassicLinkVpc',
    'DisableVpcClassicLink',
    'EnableVpcClassicLink',
  )}}`,
};

// CIS AWS Foundations Benchmark 5.0, 4.15.
const organizationEvents = [
  'AcceptHandshake',
  'AttachPolicy',
  'CreateAccount',
  'CreateOrganizationalUnit',
  'CreatePolicy',
  'DeclineHandshake',
  'DeleteOrganization',
  'DeleteOrganizationalUnit',
  'DeletePolicy',
  'DetachPolicy',
  'DisablePolicyType',
  'EnablePolicyType',
  'InviteAccountToOrganization',
  'LeaveOrganization',
  'MoveAccount',
  'RemoveAccountFromOrganization',
  'UpdatePolicy',
  'UpdateOrganizationalUnit',
];

describe('the filter table', () => {
  for (const [control, pattern] of Object.entries(documented)) {
    it(`words its filter as Security Hub documents it: ${control}`, () => {
      expect(squeezed(patternOf(control))).to.equal(squeezed(pattern));
    });
  }

  it('has every event of the organization that CIS names', () => {
    const missing = organizationEvents.filter(
      (event) => !patternOf('CIS 15').includes(`($.eventName=${event})`),
    );

    expect(missing).to.deep.equal([]);
  });

  it('names each of the fifteen', () => {
    const named = new Set(rows.flatMap(({ controls }) => controls.split(', ')));
    const fifteen = Array.from({ length: 15 }, (_, index) => `CIS ${index + 1}`);

    expect([...named]).to.include.members(fifteen);
  });

  it('has names that are unique, and patterns that CloudWatch Logs takes', () => {
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
    for (const { id, name, title, pattern: written } of rows) {
      const pattern = written
        .replaceAll('<prefix>', 'a-prefix-of-20-chars')
        .replaceAll('<account>', '111111111111');
      expect(name).to.match(/^[a-z]+(-[a-z]+)*$/);
      expect(id.toLowerCase()).to.equal(name.replaceAll('-', ''));
      expect(pattern.length).to.be.at.most(1024);
      // AWS documents a wildcard at either end of a value.
      expect(pattern).to.not.match(/"[^"*]*[^"]\*[^"]+"/);
      // They stand in single quotes in the template.
      expect(pattern + title).to.not.include("'");
    }
  });

  it('exempts no role by a name that is a parameter, and need not: scans may read user data', () => {
    const exempt = rows.filter(({ pattern }) => pattern.includes(auditRoleName.default));

    expect(exempt).to.deep.equal([]);
    expect(deniedActions).to.not.include('ec2:DescribeInstanceAttribute');
  });

  it('notifies of changes to the alerting itself without the function, which may be what was changed', () => {
    const { Resources } = render('templates/trail-alarms/trail-alarms.yml', {
      ...{ table: { Filters: rows }, prefix: 'acme', roles: [] },
      ...{ subscriptions: [], period: 300, thresholds: [] },
    }).value as { Resources: Record<string, { Properties: { AlarmActions?: unknown[] } }> };
    const actions = rows.map(({ id, name }) => ({
      name,
      actions: Resources[`${id}Alarm`]?.Properties.AlarmActions ?? [],
    }));
    const direct = actions.filter((one) => JSON.stringify(one.actions).includes('"Ref":"Topic"'));

    expect(
      actions.filter((one) => JSON.stringify(one.actions[0]).includes('-states')).length,
    ).to.equal(rows.length);
    expect(direct.map(({ name }) => name)).to.deep.equal([
      'alerting-changes',
      'alerting-functions',
      'log-changes',
      'stack-changes',
    ]);
  });

  it('has a sample record for each row', () => {
    const samples = readdirSync(path.join(root, 'test/events/cloudtrail'));

    expect(samples).to.include.members(rows.map(({ name }) => `${name}.json`));
  });

  it('stays quiet about functions of this project, which admit services of AWS alone', () => {
    const permissions = globSync('templates/**/*.yml', { cwd: root })
      .flatMap((file) => readFileSync(path.join(root, file), 'utf8').split(/\n(?= {2}\w+:\n)/))
      .filter((resource) => resource.includes('Type: AWS::Lambda::Permission\n'));
    const principals = permissions.map((text) => /\n +Principal: (\S+)\n/.exec(`${text}\n`)?.[1]);

    expect(principals.length).to.be.above(5);
    expect(principals.filter((one) => !one?.endsWith('.amazonaws.com'))).to.deep.equal([]);
  });
});
