import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describeError } from '../../../lambda/errors.ts';
import { isMap } from '../../../organization/organization-file.ts';
import { ReportError } from '../../errors.ts';
import type { Finding, Severity } from '../../types.ts';
import { image, type ToolDefinition, type ToolReports } from './tool.ts';

const file = 'scoutsuite-results/scoutsuite_results_scoutsuite.js';

/** @see https://github.com/nccgroup/ScoutSuite/wiki */
export const scoutsuite: ToolDefinition = {
  name: 'scoutsuite',
  title: 'ScoutSuite',
  command: 'scout',
  variable: 'SCOUTSUITE',
  python: [9, 11],
  image,
  entrypoint: '/opt/scoutsuite/bin/scout',
  arguments: ({ folder, regions }) => [
    'aws',
    '--regions',
    ...regions,
    '--report-dir',
    folder,
    '--report-name',
    'scoutsuite',
    '--no-browser',
    '--force',
    '--max-workers',
    '8',
  ],
  // 200 means errors after which it continued: some calls were denied, or are unknown.
  successCodes: [0, 200],
  isError: (line) => /\bscout\[\d+\] ERROR /.test(line),
  saysEmpty: () => false,
  asked: () => undefined,
  isReport: (name) => /^scoutsuite\.html$|^scoutsuite-results\/[^/]+\.js(on)?$/.test(name),
  findings,
};

async function* findings({ folder, accountId, onCheck }: ToolReports): AsyncGenerator<Finding> {
  let text: string;
  try {
    text = await readFile(path.join(folder, file), 'utf8');
  } catch (error) {
    throw new ReportError(`${file} cannot be read: ${describeError(error)}`, { cause: error });
  }
  yield* parseScoutSuite(text, accountId, onCheck);
}

/** ScoutSuite has two, with the names of its own report. */
const severityOf: Readonly<Record<string, Severity>> = { danger: 'high', warning: 'medium' };

/**
 * The flagged items of a results file, which is JavaScript: a name, an equals sign, and JSON.
 * @throws ReportError when the file is incomplete, or about another account
 */
export function parseScoutSuite(
  text: string,
  accountId: string,
  onCheck?: ToolReports['onCheck'],
): Finding[] {
  const results = parse(text);
  if (results['account_id'] !== accountId) {
    const about = JSON.stringify(results['account_id']);
    throw new ReportError(`${file} is about the account ${about}, not ${accountId}`);
  }
  const { services } = results;
  if (!isMap(services) || Object.keys(services).length === 0) {
    throw new ReportError(`${file} has no services: it evaluated nothing`);
  }
  return Object.entries(services).flatMap(([service, content]) =>
    Object.entries(mapAt(content, 'findings')).flatMap(([check, rule]) => {
      onCheck?.(check, Number(mapOf(rule)['checked_items']) > 0);
      return itemsOf(rule).map((item) => ({
        ...{ account: accountId, tool: 'scoutsuite' as const, check, service },
        title: textOf(mapOf(rule)['description']) || check,
        severity: severityOf[textOf(mapOf(rule)['level'])] ?? 'informational',
        ...placeOf(item, services),
        controls: controlsOf(rule),
      }));
    }),
  );
}

function parse(text: string): Record<string, unknown> {
  const json = /^\s*scoutsuite_results\s*=/.exec(text);
  try {
    const value: unknown = JSON.parse(json ? text.slice(json[0].length) : '');
    return isMap(value) ? value : {};
  } catch (error) {
    throw new ReportError(`${file} is incomplete: it is not an assignment of JSON`, {
      cause: error,
    });
  }
}

/** A failed rule has the paths of the resources that fail it. */
function itemsOf(rule: unknown): string[] {
  const { flagged_items: flagged, items } = mapOf(rule);
  const paths = Array.isArray(items) ? items.filter((item) => typeof item === 'string') : [];
  return typeof flagged === 'number' && flagged > 0 ? paths : [];
}

/** `s3.buckets.ID.logging`: the resource is the last on the path that has an ARN, or a name. */
function placeOf(
  item: string,
  services: Record<string, unknown>,
): { region: string; resource: string } {
  const steps = item.split('.');
  const region = steps[1] === 'regions' ? (steps[2] ?? '') : 'global';
  let named: string | undefined;
  let arn: string | undefined;
  let on: unknown = services;
  for (const step of steps) {
    on = mapOf(on)[step];
    const { arn: itsArn, name, id } = mapOf(on);
    arn = textOf(itsArn) || arn;
    named = textOf(name) || textOf(id) || named;
  }
  return { region, resource: arn ?? named ?? item };
}

function controlsOf(rule: unknown): string[] {
  const { compliance } = mapOf(rule);
  return (Array.isArray(compliance) ? compliance : []).map((one) => {
    const { name, version, reference } = mapOf(one);
    return [name, version, reference].map(textOf).filter(Boolean).join(' ');
  });
}

function mapOf(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

function mapAt(value: unknown, key: string): Record<string, unknown> {
  return mapOf(mapOf(value)[key]);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
