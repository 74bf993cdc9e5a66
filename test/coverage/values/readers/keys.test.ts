import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const statement = {
  Sid: 'AllowAccount',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::333333333333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const key = resource('AWS::KMS::Key', 'k1', {
  EnableKeyRotation: true,
  KeyPolicy: { Statement: [statement] },
});
const kms = (change: object = {}) => ({
  kms: {
    DescribeKey: { KeyMetadata: { KeyState: 'Enabled' } },
    GetKeyPolicy: { Policy: JSON.stringify({ Statement: [statement] }) },
    GetKeyRotationStatus: { KeyRotationEnabled: true },
    ...change,
  },
});

describe('values of keys', () => {
  it('name a key that is disabled, or about to be deleted', async () => {
    const pending = {
      DescribeKey: { KeyMetadata: { KeyState: 'PendingDeletion' } },
      GetKeyRotationStatus: awsError('KMSInvalidStateException'),
    };

    expect(await differences(key, kms())).to.deep.equal([]);
    expect(
      await differences(key, kms({ DescribeKey: { KeyMetadata: { KeyState: 'Disabled' } } })),
    ).to.deep.equal(["Enabled is 'false', expected 'true'"]);
    expect(await differences(key, kms(pending))).to.deep.equal([
      "Enabled is 'false', expected 'true'",
      "EnableKeyRotation is 'false', expected 'true'",
    ]);
  });

  it('name rotation that is off, and a policy that lacks a statement', async () => {
    const Policy = JSON.stringify({ Statement: [{ ...statement, Action: 'kms:Decrypt' }] });

    expect(
      await differences(key, kms({ GetKeyRotationStatus: { KeyRotationEnabled: false } })),
    ).to.deep.equal(["EnableKeyRotation is 'false', expected 'true'"]);
    expect(await differences(key, kms({ GetKeyPolicy: { Policy } }))).to.deep.equal([
      "KeyPolicy.Statement[AllowAccount].Action has 'kms:decrypt', expected 'kms:*'",
    ]);
  });

  it('are gone with the key', async () => {
    const DescribeKey = awsError('NotFoundException');

    expect(await differences(key, { kms: { DescribeKey } })).to.equal('gone');
  });

  const alias = resource('AWS::KMS::Alias', 'alias/trail', {
    AliasName: 'alias/trail',
    TargetKeyId: 'k1',
  });

  it('are gone with an alias of the key', async () => {
    const found = (AliasName: string) => ({
      ListAliases: { Aliases: [{ AliasName, TargetKeyId: 'k1' }] },
    });

    expect(await differences(alias, { kms: found('alias/trail') })).to.deep.equal([]);
    expect(await differences(alias, { kms: found('alias/other') })).to.equal('gone');
  });
});
