// The tables of templates/athena/tables.yml, as they are once it is deployed.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readYaml } from 'ofn-rehearse';

const folder = path.join(import.meta.dirname, '../../templates/athena');

export interface Column {
  readonly Name: string;
  readonly Type: string;
}

/** TableInput of AWS::Glue::Table. */
export interface Table {
  readonly Name: string;
  readonly Description?: string;
  readonly TableType: 'EXTERNAL_TABLE' | 'VIRTUAL_VIEW';
  readonly Parameters: Record<string, string>;
  readonly PartitionKeys?: readonly Column[];
  readonly StorageDescriptor: { readonly Columns: readonly Column[]; readonly Location?: string };
  readonly ViewOriginalText?: string;
}

/** What a deployment gives the template. */
export interface Deployment {
  readonly organizationId: string;
  readonly logArchiveAccountId: string;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly days: number;
}

/** The text of a saved query. */
export const query = (name: string): string =>
  readFileSync(path.join(folder, 'queries', `${name}.sql`), 'utf8');

/** The tables and views that a deployment makes. */
export function tablesOf(deployment: Deployment): Table[] {
  const { value } = readYaml(path.join(folder, 'tables.yml'));
  const resources = value.Resources as Record<string, { Type: string; Properties: object }>;

  return Object.values(resources)
    .filter(({ Type }) => Type === 'AWS::Glue::Table')
    .map(({ Properties }) => resolve(Properties, deployment) as { TableInput: Table })
    .map(({ TableInput }) => TableInput);
}

/** The functions that the template uses, as org-formation and CloudFormation resolve them. */
function resolve(value: unknown, deployment: Deployment): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((item): unknown[] =>
      isEnumeration(item) ? [...deployment.accounts] : [resolve(item, deployment)],
    );
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[name, argument] = ['', undefined], ...more] = Object.entries(value);
  const call = more.length === 0 ? functions[name] : undefined;
  if (call) {
    return call(name === 'Fn::Include' ? argument : resolve(argument, deployment), deployment);
  }

  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolve(item, deployment)]),
  );
}

const isEnumeration = (item: unknown): boolean =>
  item === "Fn::EnumTargetAccounts LoggedAccountsBinding '${account}'";

type Call = (argument: unknown, deployment: Deployment) => unknown;
const functions: Record<string, Call> = {
  Ref: (name, deployment) => parametersOf(deployment)[String(name)],
  'Fn::Include': (file) => JSON.parse(readFileSync(path.join(folder, String(file)), 'utf8')),
  'Fn::ReadFile': (file) => readFileSync(path.join(folder, String(file)), 'utf8'),
  'Fn::Join': (argument) => {
    const [separator, items] = argument as [string, string[]];

    return items.join(separator);
  },
  'Fn::Base64': (text) => Buffer.from(String(text)).toString('base64'),
  'Fn::Sub': (argument, deployment) => {
    const [text, own] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, object];
    const known: Record<string, string> = { ...parametersOf(deployment), ...own };

    return text.replaceAll(/\$\{(\w+)\}/g, (_, name) => known[name] ?? unknown(name));
  },
};

const unknown = (name: string): never => {
  throw new Error(`the template does not know ${name}`);
};

const parametersOf = (deployment: Deployment): Record<string, string> => ({
  resourcePrefix: 'ofn-audit',
  organizationId: deployment.organizationId,
  logArchiveAccountId: deployment.logArchiveAccountId,
  regions: deployment.regions.join(','),
  days: String(deployment.days),
  Database: 'ofn_audit',
  'AWS::AccountId': '222222222222',
});
