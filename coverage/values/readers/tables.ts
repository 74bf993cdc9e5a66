import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { Reader } from '../types.ts';
import { each, unless } from './each.ts';

const table: Reader = {
  compared: {
    AttributeDefinitions: {},
    KeySchema: {},
    BillingMode: {},
    TimeToLiveSpecification: {},
  },
  skipped: { TableName: 'it is read by it' },
  read: each(async ({ id: TableName }, { clients }) => {
    const { dynamoDb } = clients;
    const found = await unless(['ResourceNotFoundException'], () =>
      dynamoDb.send(new DescribeTableCommand({ TableName })),
    );
    if (found?.Table === undefined) {
      return undefined;
    }
    const { TimeToLiveDescription: expiry } = await dynamoDb.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );
    const { AttributeDefinitions, KeySchema, BillingModeSummary } = found.Table;
    return {
      ...{ AttributeDefinitions, KeySchema },
      BillingMode: BillingModeSummary?.BillingMode ?? 'PROVISIONED',
      TimeToLiveSpecification: {
        AttributeName: expiry?.AttributeName,
        Enabled: /^ENABL/.test(expiry?.TimeToLiveStatus ?? ''),
      },
    };
  }),
};

export const tableReaders: Readonly<Record<string, Reader>> = { 'AWS::DynamoDB::Table': table };
