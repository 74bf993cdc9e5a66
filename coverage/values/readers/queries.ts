import { GetNamedQueryCommand, GetWorkGroupCommand } from '@aws-sdk/client-athena';
import { GetTableCommand } from '@aws-sdk/client-glue';
import type { Reader } from '../types.ts';
import { each, type Fields, fields, picked, textOf, unless } from './each.ts';

/** What decides over the rows of a query; the partitions are of the organization's accounts. */
function normalTable(value: unknown): Fields {
  const { TableType, ViewOriginalText, PartitionKeys, Parameters, StorageDescriptor } =
    fields(value);
  const columns = (list: unknown) =>
    (Array.isArray(list) ? list : []).map((one) => picked(one, ['Name', 'Type']));
  return {
    ...{ TableType, ViewOriginalText },
    PartitionKeys: columns(PartitionKeys),
    Parameters: picked(Parameters, ['projection.enabled', 'storage.location.template']),
    StorageDescriptor: {
      ...picked(StorageDescriptor, ['Location', 'InputFormat', 'OutputFormat']),
      Columns: columns(fields(StorageDescriptor)['Columns']),
    },
  };
}

const normalConfiguration = (value: unknown): Fields =>
  picked(value, [
    'BytesScannedCutoffPerQuery',
    'EnforceWorkGroupConfiguration',
    'PublishCloudWatchMetricsEnabled',
    'ResultConfiguration',
  ]);

const workGroup: Reader = {
  compared: { WorkGroupConfiguration: { normal: normalConfiguration } },
  skipped: {
    Name: 'it is read by it',
    Description: 'nothing depends on it',
    RecursiveDeleteOption: 'it is about its deletion',
  },
  read: each(async ({ id: WorkGroup }, { clients }) => {
    // A workgroup that does not exist is an invalid request.
    // https://docs.aws.amazon.com/athena/latest/APIReference/API_GetWorkGroup.html
    const found = await unless(['InvalidRequestException'], () =>
      clients.athena.send(new GetWorkGroupCommand({ WorkGroup })),
    );
    return found?.WorkGroup && { WorkGroupConfiguration: found.WorkGroup.Configuration };
  }),
};

const table: Reader = {
  compared: { TableInput: { normal: normalTable } },
  skipped: { CatalogId: 'it is the account', DatabaseName: 'it is read by it' },
  read: each(async (resource, { clients }) => {
    const DatabaseName = textOf(resource, 'DatabaseName');
    const found = await unless(['EntityNotFoundException'], () =>
      clients.glue.send(new GetTableCommand({ DatabaseName, Name: resource.id })),
    );
    return found?.Table && { TableInput: found.Table };
  }),
};

/** What investigators run. */
const namedQuery: Reader = {
  compared: { QueryString: {}, Database: {}, WorkGroup: { absent: 'primary' } },
  skipped: { Name: 'nothing depends on it', Description: 'nothing depends on it' },
  read: each(async ({ id: NamedQueryId }, { clients }) => {
    const found = await unless(['InvalidRequestException'], () =>
      clients.athena.send(new GetNamedQueryCommand({ NamedQueryId })),
    );
    return found?.NamedQuery && { ...found.NamedQuery };
  }),
};

export const queryReaders: Readonly<Record<string, Reader>> = {
  'AWS::Athena::NamedQuery': namedQuery,
  'AWS::Athena::WorkGroup': workGroup,
  'AWS::Glue::Table': table,
};
