// How the rows of a table come from its files.
import { typeOf } from './dialect.ts';
import type { Table } from './tables.ts';

/** Keys of a CloudTrail record with capitals; the table has them in lower case. */
const capitals = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'requestID',
  'eventID',
  'readOnly',
  'eventType',
  'apiVersion',
  'recipientAccountId',
  'serviceEventDetails',
  'sharedEventID',
  'vpcEndpointId',
  'vpcEndpointAccountId',
  'eventCategory',
  'sessionCredentialFromConsole',
  'edgeDeviceDetails',
  'tlsDetails',
  'principalId',
  'accountId',
  'invokedBy',
  'accessKeyId',
  'userName',
  'onBehalfOf',
  'userId',
  'identityStoreArn',
  'sessionContext',
  'sessionIssuer',
  'mfaAuthenticated',
  'creationDate',
  'ec2RoleDelivery',
  'webIdFederationData',
  'federatedProvider',
  'updatedFields',
  'originalRequestID',
  'originalEventID',
  'tlsVersion',
  'cipherSuite',
  'clientProvidedHostHeader',
];
const written = new Map(capitals.map((key) => [key.toLowerCase(), key]));
const keyOf = (column: string): string => written.get(column) ?? column;

/** A list of SQL texts. */
export const listed = (texts: readonly string[]): string =>
  `[${texts.map((text) => `'${text.replaceAll("'", "''")}'`).join(', ')}]`;

/** A query of the rows in files, with the name of each row's file. */
export function rowsOf(table: Table, files: readonly string[]): string {
  const { Columns } = table.StorageDescriptor;
  if (files.length === 0) {
    const nothing = Columns.map(({ Name, Type }) => `CAST(NULL AS ${typeOf(Type)}) AS "${Name}"`);

    return `SELECT ${nothing.join(', ')}, '' AS filename WHERE false`;
  }
  switch (table.Parameters.classification) {
    case 'cloudtrail':
      return trailRows(table, files);
    case 'parquet':
      return parquetRows(table, files);
    default:
      throw new Error(`${table.Name} is of the class ${table.Parameters.classification}`);
  }
}

/** What CloudTrailInputFormat does: a row for each of Records. */
function trailRows({ StorageDescriptor: { Columns } }: Table, files: readonly string[]): string {
  // CloudTrail writes resources[].ARN, but userIdentity.arn.
  const type = ({ Name, Type }: { Name: string; Type: string }): string =>
    typeOf(Type, (field) => (Name === 'resources' && field === 'arn' ? 'ARN' : keyOf(field)));
  const fields = Columns.map((column) => `"${keyOf(column.Name)}" ${type(column)}`);
  const records = `STRUCT(${fields.join(', ')})[]`.replaceAll("'", "''");
  const columns = Columns.map(({ Name }) => `record."${Name}" AS "${Name}"`);

  return `SELECT ${columns.join(', ')}, filename FROM (
    SELECT unnest("Records") AS record, filename
    FROM read_json(${listed(files)}, columns = {"Records": '${records}'}, filename = true))`;
}

/** What ParquetHiveSerDe does: columns by their names; one that a file lacks is null. */
function parquetRows({ StorageDescriptor: { Columns } }: Table, files: readonly string[]): string {
  const columns = Columns.map(
    ({ Name, Type }) => `CAST("${Name}" AS ${typeOf(Type)}) AS "${Name}"`,
  );
  const none = Columns.map(({ Name, Type }) => `CAST(NULL AS ${typeOf(Type)}) AS "${Name}"`);

  return `SELECT ${columns.join(', ')}, filename FROM (
    SELECT ${none.join(', ')}, '' AS filename WHERE false UNION ALL BY NAME
    SELECT * FROM read_parquet(${listed(files)}, filename = true, union_by_name = true))`;
}
