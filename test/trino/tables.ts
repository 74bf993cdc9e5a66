// The deployed tables, as far as Trino needs other properties.
import { GetTablesCommand, type Table, UpdateTableCommand } from '@aws-sdk/client-glue';
import type { Clients } from '../../organization/types.ts';
import { cloudTrailInputFormat, textInputFormat } from './cloud-trail-format.ts';

export const database = 'ofn_audit';

/**
 * Changes what Trino cannot know of the deployed tables, and nothing else: the input format that
 * is AWS's own, and the owner of a view, as whom Trino runs it; Athena runs it as its caller.
 * @returns the columns of CloudTrail's tables that are text
 */
export async function adaptTables(glue: Clients['glue']): Promise<ReadonlySet<string>> {
  const DatabaseName = database;
  const { TableList = [] } = await glue.send(new GetTablesCommand({ DatabaseName }));
  const trails = TableList.filter(
    ({ StorageDescriptor }) => StorageDescriptor?.InputFormat === cloudTrailInputFormat,
  );
  const views = TableList.filter(({ TableType }) => TableType === 'VIRTUAL_VIEW');
  if (trails.length !== 2 || views.length !== 2) {
    throw new Error(`expected two tables of CloudTrail and two views, got ${TableList.length}`);
  }
  const changed = [
    ...views.map((view) => ({ ...inputOf(view), Owner: 'athena' })),
    ...trails.map((table) => ({
      ...inputOf(table),
      StorageDescriptor: { ...table.StorageDescriptor, InputFormat: textInputFormat },
    })),
  ];
  for (const TableInput of changed) {
    await glue.send(new UpdateTableCommand({ DatabaseName, TableInput }));
  }
  const columns = trails.flatMap(({ StorageDescriptor }) => StorageDescriptor?.Columns ?? []);

  return new Set(
    columns.filter(({ Type }) => Type === 'string').map(({ Name = '' }) => Name.toLowerCase()),
  );
}

/** What CreateTable would take to make the table again. */
function inputOf(table: Table) {
  const { Name, Description, TableType, Parameters, PartitionKeys, StorageDescriptor } = table;
  const { ViewOriginalText, ViewExpandedText } = table;

  return {
    ...{ Name, Description, TableType, Parameters, PartitionKeys, StorageDescriptor },
    ...{ ViewOriginalText, ViewExpandedText },
  };
}
