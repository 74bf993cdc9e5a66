import { ListWorkGroupsCommand, type WorkGroupSummary } from '@aws-sdk/client-athena';
import { ListStoredQueriesCommand, type StoredQueryMetadata } from '@aws-sdk/client-config-service';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetDatabaseCommand } from '@aws-sdk/client-glue';
import { collect } from '../../lambda/paging.ts';
import { byPrefix, type NamedReader, oneByOne } from './named-readers.ts';

export const dataReaders: Readonly<Record<string, NamedReader>> = {
  // Listed in full, without a prefix: GetWorkGroup answers InvalidRequestException to much else, too.
  'AWS::Athena::WorkGroup': byPrefix(async ({ clients }) => {
    const found = await collect<WorkGroupSummary>(async (NextToken) => {
      const page = await clients.athena.send(new ListWorkGroupsCommand({ NextToken }));
      return { items: page.WorkGroups, next: page.NextToken };
    });
    return found.map(({ Name = '' }) => Name);
  }),
  // https://docs.aws.amazon.com/glue/latest/webapi/API_GetDatabase.html
  'AWS::Glue::Database': oneByOne('EntityNotFoundException', ({ clients }, Name) =>
    clients.glue.send(new GetDatabaseCommand({ Name })),
  ),
  // https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
  'AWS::DynamoDB::Table': oneByOne('ResourceNotFoundException', ({ clients }, TableName) =>
    clients.dynamoDb.send(new DescribeTableCommand({ TableName })),
  ),
  'AWS::Config::StoredQuery': byPrefix(async ({ clients }) => {
    const found = await collect<StoredQueryMetadata>(async (NextToken) => {
      const page = await clients.configService.send(new ListStoredQueriesCommand({ NextToken }));
      return { items: page.StoredQueryMetadata, next: page.NextToken };
    });
    return found.map(({ QueryName = '' }) => QueryName);
  }),
};
