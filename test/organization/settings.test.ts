import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { parseOrganization } from '../../organization/organization-file.ts';
import { parseParameters, settingsFrom } from '../../organization/settings.ts';
import { accounts } from '../doubles/organization.ts';

const file = 'organization-parameters.yml';
const required = `
homeRegion: us-east-1
governedRegions: [us-east-1, eu-west-1]
managementAccount: !Ref ManagementAccount
securityAccount: !Ref SecurityAccount
logArchiveAccount: !Ref LogArchiveAccount
`;
const lists = 'configRules: []\nconformancePacks: []\n';
const organization = `
Organization:
  ManagementAccount:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Management, AccountId: '111111111111' }
  SecurityAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: Security, RootEmail: AWS-security@example.com }
  LogArchiveAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: Log Archive, RootEmail: changed@example.com }
`;
const suspended = `
  GoneAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: Sandbox, RootEmail: aws-SANDBOX@example.com }
  NewAccount:
    Type: OC::ORG::Account
    Properties: { AccountName: New, RootEmail: not-yet@example.com }
  GoneOu:
    Type: OC::ORG::OrganizationalUnit
    Properties: { OrganizationalUnitName: Gone, Accounts: [!Ref GoneAccount, !Ref NewAccount] }
`;
const refusal = (text: string) => {
  try {
    return parseParameters(text, file);
  } catch (error) {
    return String(error);
  }
};

describe('settings', () => {
  it('have the accounts of the unit of suspended accounts that exist, and none without such a unit', () => {
    const idsIn = (line: string) =>
      settingsFrom({
        parameters: parseParameters(`${required}${lists}${line}`, file),
        organization: parseOrganization(`${organization}${suspended}`, 'organization.yml'),
        accounts,
      }).suspendedAccountIds;

    expect(idsIn('suspendedOu: !Ref GoneOu\n')).to.deep.equal(['444444444444']);
    expect(idsIn('suspendedOu: []\n')).to.deep.equal([]);
  });

  it('come from the two files and the accounts of the organization', () => {
    const settings = settingsFrom({
      parameters: parseParameters(
        `${required}${lists}trustedServices: a.amazonaws.com, b.amazonaws.com\n`,
        file,
      ),
      organization: parseOrganization(organization, 'organization.yml'),
      accounts,
    });

    expect(settings).to.deep.equal({
      resourcePrefix: 'ofn-audit',
      alertTopic: '',
      trailAlarmTopic: '',
      homeRegion: 'us-east-1',
      governedRegions: ['us-east-1', 'eu-west-1'],
      managementAccountId: '111111111111',
      securityAccountId: '222222222222',
      logArchiveAccountId: '333333333333',
      suspendedAccountIds: [],
      removedCapabilities: [],
      flowLogDestinations: ['s3', 'cloud-watch-logs'],
      flowLogTrafficType: 'ALL',
      flowLogAggregationSeconds: 600,
      globalConfigRegion: 'us-east-1',
      configExcludedResourceTypes: [],
      configAdoptedAccountIds: [],
      configExcludedAccountIds: [],
      configAggregatorRegions: 'governed',
      configRules: [],
      conformancePacks: [],
      signInRegions: ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'],
      trailLogGroup: '',
      trailLogCopy: false,
      signInNet: true,
      findingSources: ['guardduty', 'config'],
      findingAdoptedExports: [],
      reportBucketSuffix: '',
      reportBucketNamespace: 'account-regional',
      auditRoleName: 'AssumableSecurityAuditRole',
      guardDutyMembership: 'organization',
      guardDutyFeatures: [
        'S3_DATA_EVENTS',
        'EKS_AUDIT_LOGS',
        'EBS_MALWARE_PROTECTION',
        'RDS_LOGIN_EVENTS',
        'RDS_LOGIN_EVENTS=leave@ap-east-2',
        'LAMBDA_NETWORK_LOGS',
      ],
      guardDutyPublishingFrequency: 'FIFTEEN_MINUTES',
      trustedAccessPrincipals: ['a.amazonaws.com', 'b.amazonaws.com'],
      delegatedAdministratorPrincipals: [
        'access-analyzer.amazonaws.com',
        'config.amazonaws.com',
        'config-multiaccountsetup.amazonaws.com',
      ],
    });
  });

  it('know where AWS Config records IAM, and which accounts it leaves alone or out', () => {
    const set = `
globalConfigRegion: eu-west-1
configExcludedResourceTypes: [AWS::EC2::NetworkInterface]
configAdoptedAccounts: [!Ref LogArchiveAccount]
configExcludedAccounts: [SecurityAccount, '012345678901']
configAggregatorRegions: all
`;

    const settings = settingsFrom({
      parameters: parseParameters(required + lists + set, file),
      organization: parseOrganization(organization, 'organization.yml'),
      accounts,
    });

    expect(settings).to.include({
      globalConfigRegion: 'eu-west-1',
      configAggregatorRegions: 'all',
    });
    expect(settings.configExcludedResourceTypes).to.deep.equal(['AWS::EC2::NetworkInterface']);
    expect(settings.configAdoptedAccountIds).to.deep.equal(['333333333333']);
    expect(settings.configExcludedAccountIds).to.deep.equal(['222222222222', '012345678901']);
  });

  it('trust CloudWatch, too, where the log group of the trail is copied', () => {
    const copied = parseParameters(
      `${required}${lists}trustedServices: [a.amazonaws.com]\ntrailLogCopy: true\n`,
      file,
    );
    const parse = () => parseParameters(`${required}${lists}trailLogCopy: maybe\n`, file);

    expect(copied.trailLogCopy).to.equal(true);
    expect(copied.trustedAccessPrincipals).to.deep.equal([
      'a.amazonaws.com',
      'observabilityadmin.amazonaws.com',
    ]);
    expect(parse).to.throw("trailLogCopy is 'maybe': give it true or false");
  });

  it('take an empty globalConfigRegion for the home region', () => {
    const parameters = parseParameters(`${required}${lists}globalConfigRegion: ''\n`, file);

    expect(parameters.globalConfigRegion).to.equal('us-east-1');
  });

  it('have the rules and packs of the lists, with ids of the accounts that they leave out', () => {
    const inline = `
configRules:
  - { name: root-mfa, identifier: X, global: true }
  - { name: ssh, excludedAccounts: [SecurityAccount], excludedRegions: [eu-west-1] }
conformancePacks: []
`;

    const { configRules } = settingsFrom({
      parameters: parseParameters(required + inline, file),
      organization: parseOrganization(organization, 'organization.yml'),
      accounts,
    });

    expect(configRules).to.deep.equal([
      { name: 'root-mfa', global: true, excludedAccountIds: [], excludedRegions: [] },
      {
        name: 'ssh',
        global: false,
        excludedAccountIds: ['222222222222'],
        excludedRegions: ['eu-west-1'],
      },
    ]);
  });

  it('take other regions when they are given', () => {
    const { governedRegions } = settingsFrom({
      parameters: parseParameters(required, file),
      organization: parseOrganization(organization, 'organization.yml'),
      accounts,
      regions: ['ap-southeast-2'],
    });

    expect(governedRegions).to.deep.equal(['ap-southeast-2']);
  });

  it('can be read from the files of this repository', async () => {
    const read = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8');

    const parameters = parseParameters(await read(file), file);
    const declared = parseOrganization(await read('organization.yml'), 'organization.yml');

    expect([...declared.keys()]).to.include.members([
      parameters.managementAccount,
      parameters.securityAccount,
      parameters.logArchiveAccount,
    ]);
  });

  it('leave the parameters of other capabilities alone', () => {
    const extra =
      'retentionDays: !Sub "${days}"\nbucket: !GetAtt Bucket.Arn\nmore: !Include ./more.yml\n';

    expect(parseParameters(required + extra, file).homeRegion).to.equal('us-east-1');
  });

  it('name a parameter that is missing', () => {
    expect(refusal(required.replace(/securityAccount.*/, ''))).to.equal(
      'SettingsError: organization-parameters.yml: securityAccount is missing: give it a text',
    );
  });

  it('refuse an empty list of regions', () => {
    expect(refusal(required.replace(/governedRegions.*/, 'governedRegions: []'))).to.equal(
      'SettingsError: organization-parameters.yml: governedRegions is []: give it a list of texts',
    );
  });

  it('refuse what is not a region', () => {
    expect(refusal(required.replace('eu-west-1', 'Ireland'))).to.equal(
      "SettingsError: organization-parameters.yml: governedRegions has 'Ireland': " +
        'give a region such as eu-west-1',
    );
  });

  it('refuse regions of the aggregator that are neither', () => {
    expect(refusal(`${required}${lists}configAggregatorRegions: some\n`)).to.equal(
      "SettingsError: organization-parameters.yml: configAggregatorRegions is 'some': " +
        'use one of governed, all',
    );
  });

  it('refuse an unknown membership, with those that are known', () => {
    expect(refusal(`${required}guardDutyMembership: invited\n`)).to.equal(
      "SettingsError: organization-parameters.yml: guardDutyMembership is 'invited': " +
        'use one of organization, invitation',
    );
  });

  it('know where sign-ins are looked for, and whose findings are reported', () => {
    const parameters = parseParameters(
      `${required}${lists}signInRegions: [us-east-1]\nfindingSources: [guardduty, security-hub]\n`,
      file,
    );

    expect(parameters.signInRegions).to.deep.equal(['us-east-1']);
    expect(parameters.findingSources).to.deep.equal(['guardduty', 'security-hub']);
  });

  it('refuse a source of findings that there is not', () => {
    expect(refusal(`${required}${lists}findingSources: [macie]\n`)).to.equal(
      "SettingsError: organization-parameters.yml: findingSources has 'macie': " +
        'use any of guardduty, security-hub, access-analyzer, config',
    );
  });

  it('refuse what is not YAML, in one line', () => {
    const outcome = refusal('homeRegion: [');

    expect(outcome).to.match(
      /^SettingsError: organization-parameters.yml is not valid YAML: [^\n]+$/,
    );
  });
});
