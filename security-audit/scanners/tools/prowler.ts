import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { isMap } from '../../../organization/organization-file.ts';
import { ReportError } from '../../errors.ts';
import type { Finding } from '../../types.ts';
import { readJsonArray } from './json-array.ts';
import { image, severities, type ToolDefinition, type ToolReports } from './tool.ts';

const file = 'prowler.ocsf.json';

/** It passes without having read one, since it requires their Status, which AWS replaced by State. */
const delegatedAdministrators = 'organizations_delegated_administrators';
/** What Prowler 5.46.0 logs of it, whichever checks it makes. */
const statusIsMissing = /\bvalidation errors? for DelegatedAdministrator\b/;

/**
 * Checks that need code, logs, images or secrets, which the audit role is denied: some of them return
 * PASS without evaluating anything. That of Shodan needs a key of this service, sends addresses to
 * it, and logs an error without. They are run only if the operator names them.
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html
 */
export const unjudgeable: readonly string[] = [
  'amplify_app_no_secrets_in_environment',
  'awslambda_function_no_secrets_in_code',
  'awslambda_layer_no_secrets_in_content',
  'bedrock_prompt_encrypted_with_cmk',
  'cloudwatch_log_group_no_secrets_in_logs',
  'codecommit_repository_no_secrets',
  'datapipeline_pipeline_no_secrets_in_definition',
  'ec2_elastic_ip_shodan',
  'ecr_repository_image_no_secrets',
  'glue_catalog_connection_no_secrets',
  'glue_database_connections_ssl_enabled',
  delegatedAdministrators,
  'ssm_document_secrets',
];

/** @see https://docs.prowler.com/getting-started/products/prowler-cli */
export const prowler: ToolDefinition = {
  name: 'prowler',
  title: 'Prowler',
  command: 'prowler',
  variable: 'PROWLER',
  python: [10, 13],
  image,
  entrypoint: '/opt/prowler/bin/prowler',
  arguments: ({ folder, regions, checks = [], compliance = [] }) => [
    'aws',
    '--region',
    ...regions,
    '--output-formats',
    'csv',
    'json-ocsf',
    'html',
    '--output-directory',
    folder,
    '--output-filename',
    'prowler',
    // Errors name the resources that it could not read; without this it does not log them.
    '--log-level',
    'ERROR',
    '--no-banner',
    '--no-color',
    '--ignore-exit-code-3',
    ...(checks.length > 0 ? ['--checks', ...checks] : ['--excluded-checks', ...unjudgeable]),
    ...(compliance.length > 0 ? ['--compliance', ...compliance] : []),
  ],
  // 3 means failed checks, where --ignore-exit-code-3 has no effect.
  successCodes: [0, 3],
  isError: (line, checks = []) =>
    /\b(ERROR|CRITICAL): /.test(line) &&
    (checks.includes(delegatedAdministrators) || !statusIsMissing.test(line)),
  saysEmpty: (line, accountId) => line.includes(`There are no findings in Account ${accountId}`),
  asked: (line) => {
    const count = /^Executing (\d+) checks?\b/.exec(line)?.[1];
    return count === undefined ? undefined : Number(count);
  },
  isReport: (name) => /^prowler\.(html|csv|ocsf\.json)$|^compliance\/.*\.csv$/.test(name),
  findings,
};

async function* findings(reports: ToolReports): AsyncGenerator<Finding> {
  const source = path.join(reports.folder, file);
  // It does not write an empty file.
  const isThere = await stat(source).then(
    (entry) => entry.isFile(),
    () => false,
  );
  let count = 0;
  const read = parseOcsf(
    isThere ? createReadStream(source, 'utf8') : none(),
    reports.accountId,
    reports.onCheck,
  );
  for await (const finding of read) {
    count += 1;
    if (finding !== undefined) {
      yield finding;
    }
  }
  if (count === 0 && !reports.mayBeEmpty) {
    throw new ReportError(`${file} is ${isThere ? 'empty' : 'missing'}: it evaluated nothing`);
  }
}

/**
 * A value for each finding of an OCSF file: undefined unless the check failed.
 * @throws ReportError when the file is incomplete, or about another account
 * @see https://schema.ocsf.io/classes/detection_finding
 */
export async function* parseOcsf(
  pieces: AsyncIterable<string>,
  accountId: string,
  onCheck?: ToolReports['onCheck'],
): AsyncGenerator<Finding | undefined> {
  const controlsOf = new Map<string, string[]>();
  for await (const record of readJsonArray(pieces)) {
    const about = textAt(record, 'cloud', 'account', 'uid');
    if (about !== accountId) {
      throw new ReportError(`${file} is about the account '${about}', not ${accountId}`);
    }
    const code = textAt(record, 'status_code');
    onCheck?.(textAt(record, 'metadata', 'event_code'), code === 'PASS' || code === 'FAIL');
    // Muted by a list of the operator: accepted.
    const isFailure = code === 'FAIL' && textAt(record, 'status') !== 'Suppressed';
    yield isFailure ? toFinding(record, accountId, controlsOf) : undefined;
  }
}

function toFinding(
  record: unknown,
  account: string,
  controlsOf: Map<string, string[]>,
): Finding | undefined {
  const check = textAt(record, 'metadata', 'event_code');
  if (check === '') {
    throw new ReportError(`${file} has a finding without a check`);
  }
  const severity = textAt(record, 'severity').toLowerCase();
  // There are many, the same for each finding of a check: stored once.
  const controls = controlsOf.get(check) ?? controlsIn(at(record, 'unmapped', 'compliance'));
  controlsOf.set(check, controls);
  return {
    ...{ account, tool: 'prowler', check, controls },
    title: textAt(record, 'finding_info', 'title') || check,
    severity: severities.find((one) => one === severity) ?? 'informational',
    service: textAt(record, 'resources', '0', 'group', 'name') || (check.split('_')[0] ?? ''),
    region: textAt(record, 'resources', '0', 'region') || textAt(record, 'cloud', 'region'),
    resource: textAt(record, 'resources', '0', 'uid') || textAt(record, 'resources', '0', 'name'),
  };
}

/** `{ 'CIS-5.0': ['1.4'] }` is `CIS-5.0 1.4`. */
function controlsIn(compliance: unknown): string[] {
  return Object.entries(isMap(compliance) ? compliance : {}).flatMap(([framework, ids]) =>
    (Array.isArray(ids) ? ids : []).map((id) => `${framework} ${id}`),
  );
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    const isHeld = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
    found = isHeld ? (found as Record<string, unknown>)[key] : undefined;
  }
  return found;
}

function textAt(value: unknown, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : '';
}

async function* none(): AsyncGenerator<string> {
  yield '[]';
}
