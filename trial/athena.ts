import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecutionStatus,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Context } from './context.ts';
import { Unanswered } from './question.ts';
import { outputs } from './roles.ts';

/** The folder of a day of flow logs, so many days ago. */
export function folderOf(daysAgo: number): string {
  const [year, month, day] = new Date(Date.now() - daysAgo * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return `year=${year}/month=${month}/day=${day}`;
}

/** The name of the database of a question, as it stands in queries. */
export const databaseOf = ({ prefix }: Pick<Context, 'prefix'>): string =>
  prefix.replaceAll('-', '_');

/** A table with the projection of the flow logs' table, as templates/athena/tables.yml has it. */
const table = (context: Context) => ({
  Bucket: { Type: 'AWS::S3::Bucket' },
  Group: {
    Type: 'AWS::Athena::WorkGroup',
    Properties: {
      ...{ Name: context.prefix, RecursiveDeleteOption: true },
      WorkGroupConfiguration: {
        BytesScannedCutoffPerQuery: 10_485_760,
        ResultConfiguration: { OutputLocation: { 'Fn::Sub': 's3://${Bucket}/results/' } },
      },
    },
  },
  Database: {
    Type: 'AWS::Glue::Database',
    Properties: {
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseInput: { Name: databaseOf(context) },
    },
  },
  Table: {
    Type: 'AWS::Glue::Table',
    Properties: {
      CatalogId: { Ref: 'AWS::AccountId' },
      DatabaseName: { Ref: 'Database' },
      TableInput: {
        ...{ Name: 'records', TableType: 'EXTERNAL_TABLE' },
        Parameters: {
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': "'year='yyyy'/month='MM'/day='dd",
          'projection.day.range': 'NOW-3DAYS,NOW',
          'projection.day.interval': '1',
          'projection.day.interval.unit': 'DAYS',
          'storage.location.template': {
            'Fn::Join': ['', ['s3://', { Ref: 'Bucket' }, '/records/${day}']],
          },
        },
        PartitionKeys: [{ Name: 'day', Type: 'string' }],
        StorageDescriptor: {
          Location: { 'Fn::Sub': 's3://${Bucket}/records/' },
          InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          SerdeInfo: { SerializationLibrary: 'org.apache.hive.hcatalog.data.JsonSerDe' },
          Columns: [{ Name: 'asked', Type: 'int' }],
        },
      },
    },
  },
});

/** Makes the table over these texts, by their folders. */
export async function makeTable(
  context: Context,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  const { clients, makeStack } = context;
  const { bucket: Bucket } = await makeStack({
    Resources: table(context),
    Outputs: outputs({ bucket: { Ref: 'Bucket' } }),
  });
  for (const [folder, Body] of Object.entries(texts)) {
    const Key = `records/${folder}/records.json`;
    await clients.s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  }
}

/** What became of a query: the value of its only column and row, or why it failed. */
export async function queried(
  { clients: { athena }, prefix, until }: Context,
  QueryString: string,
): Promise<{ readonly value?: string; readonly failure?: string }> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({ QueryString, WorkGroup: prefix }),
  );
  const status = await until(async (): Promise<QueryExecutionStatus | undefined> => {
    const { QueryExecution } = await athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId }),
    );
    const { Status } = QueryExecution ?? {};
    return /^(SUCCEEDED|FAILED|CANCELLED)$/.test(Status?.State ?? '') ? Status : undefined;
  }, 120);
  if (status?.State !== 'SUCCEEDED') {
    return { failure: status?.StateChangeReason ?? 'the query has not ended within two minutes' };
  }
  const { ResultSet } = await athena.send(new GetQueryResultsCommand({ QueryExecutionId }));
  // The first row has the names of the columns.
  const value = ResultSet?.Rows?.[1]?.Data?.[0]?.VarCharValue;
  if (value === undefined) {
    throw new Unanswered('the query has no result');
  }
  return { value };
}
