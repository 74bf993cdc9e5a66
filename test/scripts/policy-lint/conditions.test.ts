import { expect } from 'chai';
import { verdict } from './verdicts.ts';

const key = {
  Effect: 'Deny',
  Action: 'kms:PutKeyPolicy',
  Resource: 'arn:aws:kms:*:*:key/*',
} as const;

describe('the lint of conditions', () => {
  it('accepts a key that the action has, and one that every action has', async () => {
    const Condition = {
      'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/ofn-audit-*' },
      ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/ofn-audit-*' },
    };

    expect(await verdict('service-control', { ...key, Condition })).to.deep.equal([]);
  });

  it('rejects a key that AWS does not have', async () => {
    const Condition = { StringEquals: { 'aws:SourceOrganization': 'o-exampleorg1' } };

    expect(await verdict('service-control', { ...key, Condition })).to.deep.equal([
      'condition-keys: aws:SourceOrganization is not a condition key',
    ]);
  });

  it('rejects a key that one of the actions never has', async () => {
    const found = await verdict('identity', {
      Action: ['organizations:EnableAWSServiceAccess', 'organizations:ListAccounts'],
      Resource: '*',
      Condition: { StringEquals: { 'organizations:ServicePrincipal': 'config.amazonaws.com' } },
    });

    expect(found).to.deep.equal([
      'condition-keys: organizations:ListAccounts never has organizations:ServicePrincipal',
    ]);
  });

  it('rejects an operator of another type', async () => {
    const Condition = { NumericEquals: { 'aws:PrincipalArn': '1' } };

    expect(await verdict('service-control', { ...key, Condition })).to.deep.equal([
      'condition-keys: NumericEquals does not compare aws:PrincipalArn, which is of type ARN',
    ]);
  });

  it('rejects one value where the key has several', async () => {
    const Condition = { StringLike: { 'kms:ResourceAliases': 'alias/ofn-audit-*' } };

    expect(await verdict('service-control', { ...key, Condition })).to.deep.equal([
      'condition-keys: kms:ResourceAliases has several values: ForAllValues or ForAnyValue is missing',
    ]);
  });

  it('accepts a key whose last part the author chooses', async () => {
    const found = await verdict('AWS::KMS::Key', {
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/t' },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*' },
      },
    });

    expect(found).to.deep.equal([]);
  });
});
