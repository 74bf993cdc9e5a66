import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { parseYaml, readYaml } from 'ofn-rehearse';
import { faultsOfConfig } from '../../checks/config.ts';
import { faultsOfConfigValues } from '../../checks/config-values.ts';
import { parseOrganization } from '../../organization/organization-file.ts';
import { faultsOf } from './config-folder.ts';
import { fine, shown } from './faults.ts';

const root = path.join(import.meta.dirname, '../..');

describe('the check of the parameters of AWS Config', () => {
  it('lets what this repository sets pass, with its rules and packs', () => {
    const file = path.join(root, 'organization.yml');
    const names = new Set(parseOrganization(readFileSync(file, 'utf8'), file).keys());

    const parameters = readYaml(path.join(root, 'organization-parameters.yml'));
    const faults = faultsOfConfig(parameters, { organizationFile: file, names });

    expect(shown(faults)).to.equal(fine);
  });

  it('lets parameters pass that set none of them', () => {
    expect(faultsOf('')).to.equal(fine);
  });

  it('lets parameters pass that set all of them', () => {
    const text = `
globalConfigRegion: eu-west-1
configRecordingFrequency: DAILY
configExcludedResourceTypes: [AWS::EC2::NetworkInterface]
configSnapshotFrequency: TwentyFour_Hours
configAdoptedAccounts: [!Ref SandboxAccount]
configExcludedAccounts: [SandboxAccount, '012345678901']
configEncryption: kms
configAggregatorRegions: all
configArchiveAfterDays: 30
configExpireAfterDays: 31
conformancePackBucket: awsconfigconforms-mine
`;

    expect(faultsOf(text)).to.equal(fine);
  });

  for (const [text, cause] of [
    ['configRecordingFrequency: HOURLY', 'is "HOURLY": use any of CONTINUOUS, DAILY'],
    ['configSnapshotFrequency: hourly', 'is "hourly": use any of One_Hour'],
    ['configEncryption: true', 'is true: use any of s3, kms'],
    ['configAggregatorRegions: [eu-west-1]', 'is ["eu-west-1"]: use any of governed, all'],
    ['globalConfigRegion: eu-west-3', '"eu-west-3" is not a governed region'],
    ['configExcludedResourceTypes: AWS::EC2::Volume', 'is "AWS::EC2::Volume", and no list'],
    [
      'configExcludedResourceTypes: [EC2::Volume]',
      'has "EC2::Volume": give a resource type such as AWS::EC2::NetworkInterface',
    ],
    [
      'configExcludedResourceTypes: [AWS::EC2::Volume, AWS::EC2::Volume]',
      'has "AWS::EC2::Volume" twice',
    ],
    [
      'configAdoptedAccounts: [SandboxAccount]',
      '"SandboxAccount" is not a reference to an account',
    ],
    ['configAdoptedAccounts: [!Ref SandboxOu]', 'SandboxOu is not an account of organization.yml'],
    ['configAdoptedAccounts: !Ref SandboxAccount', '{"Ref":"SandboxAccount"} is not a list'],
    ['configExcludedAccounts: [Sandbox]', 'Sandbox is not an account of organization.yml'],
    [
      'configExcludedAccounts: [!Ref SandboxAccount]',
      'is not the name of an account: give its logical',
    ],
    ['configExcludedAccounts: [123456789012]', "put it in quotes: '123456789012'"],
    ['configExcludedAccounts: [SandboxAccount, SandboxAccount]', 'SandboxAccount is there twice'],
    ['configExpireAfterDays: 90', 'would delete objects after 90 days, before they are archived'],
    ['configArchiveAfterDays: 0', 'configArchiveAfterDays is 0'],
  ] as const) {
    it(`refuses ${text}`, () => {
      const refusal = faultsOf(`${text}\n`);

      expect(refusal).to.match(/^organization-parameters\.yml, line 3, (globalC|c)onfig/);
      expect(refusal).to.include(cause);
    });
  }

  it('names the accounts that could have been meant', () => {
    expect(faultsOf('configExcludedAccounts: [Sandbox]\n')).to.include(
      'use one of SecurityAccount, SandboxAccount',
    );
  });

  it('takes any name of an account where only AWS knows them', () => {
    const text = 'configExcludedAccounts: [Legacy]\n';

    expect(faultsOf(text, {}, { names: undefined })).to.equal(fine);
  });

  it('refuses an id that is not an account of the organization, once AWS has been asked', () => {
    const ids = new Set(['111111111111']);

    expect(faultsOf("configExcludedAccounts: ['111111111111']\n", {}, { ids })).to.equal(fine);
    expect(faultsOf("configExcludedAccounts: ['999999999999']\n", {}, { ids })).to.include(
      '999999999999 is not an account of the organization',
    );
  });

  it('refuses to record IAM in a region that AWS Config came to later', () => {
    const yaml = parseYaml(
      'p.yml',
      'governedRegions: [us-east-1, il-central-1]\nglobalConfigRegion: il-central-1\n',
    );

    const faults = faultsOfConfigValues(yaml, { organizationFile: 'o.yml', names: undefined });

    expect(shown(faults)).to.include(
      'globalConfigRegion: AWS Config came to il-central-1 after February 2022',
    );
  });
});
