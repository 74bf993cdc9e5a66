import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const keys = {
  AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
};
const table = resource('AWS::DynamoDB::Table', 'alerts', {
  ...keys,
  BillingMode: 'PAY_PER_REQUEST',
  TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
});
const dynamoDb = (change: object = {}) => ({
  dynamoDb: {
    DescribeTable: { Table: { ...keys, BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } } },
    DescribeTimeToLive: {
      TimeToLiveDescription: { AttributeName: 'expiresAt', TimeToLiveStatus: 'ENABLED' },
    },
    ...change,
  },
});

describe('values of a table of alerts', () => {
  it('name items that no longer expire, and capacity that is provisioned', async () => {
    const lasting = {
      DescribeTimeToLive: { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } },
    };

    expect(await differences(table, dynamoDb())).to.deep.equal([]);
    expect(await differences(table, dynamoDb(lasting))).to.deep.equal([
      "TimeToLiveSpecification.AttributeName is nothing, expected 'expiresAt'",
      "TimeToLiveSpecification.Enabled is 'false', expected 'true'",
    ]);
    expect(await differences(table, dynamoDb({ DescribeTable: { Table: keys } }))).to.deep.equal([
      "BillingMode is 'PROVISIONED', expected 'PAY_PER_REQUEST'",
    ]);
  });

  it('are gone with it', async () => {
    const DescribeTable = awsError('ResourceNotFoundException');

    expect(await differences(table, { dynamoDb: { DescribeTable } })).to.equal('gone');
  });
});
