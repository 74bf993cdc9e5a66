import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import config from '../../rehearse.config.ts';

const root = path.join(import.meta.dirname, '../..');

// The fifteen of CIS AWS Foundations Benchmark 5.0, 4.1 to 4.15.
const checks = [
  'cloudwatch_log_metric_filter_unauthorized_api_calls',
  'cloudwatch_log_metric_filter_sign_in_without_mfa',
  'cloudwatch_log_metric_filter_root_usage',
  'cloudwatch_log_metric_filter_policy_changes',
  'cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled',
  'cloudwatch_log_metric_filter_authentication_failures',
  'cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk',
  'cloudwatch_log_metric_filter_for_s3_bucket_policy_changes',
  'cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled',
  'cloudwatch_log_metric_filter_security_group_changes',
  'cloudwatch_changes_to_network_acls_alarm_configured',
  'cloudwatch_changes_to_network_gateways_alarm_configured',
  'cloudwatch_changes_to_network_route_tables_alarm_configured',
  'cloudwatch_changes_to_vpcs_alarm_configured',
  'cloudwatch_log_metric_filter_aws_organizations_changes',
];

interface Finding {
  readonly status_code: string;
  readonly status_detail?: string;
  readonly metadata: { readonly event_code: string };
}

/** Scans the management account; the verdict of each check. */
async function scan(rehearsal: Rehearsal, folder: string): Promise<Record<string, string>> {
  const child = spawn(
    process.env.PROWLER ?? path.join(root, '.venv-prowler/bin/prowler'),
    [
      'aws',
      '--checks',
      ...checks,
      '--region',
      rehearsal.plan.homeRegion,
      '--no-banner',
      '--output-formats',
      'json-ocsf',
      '--output-directory',
      folder,
      '--output-filename',
      'findings',
      '--ignore-exit-code-3',
    ],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...rehearsal.environment,
        PATH: process.env.PATH ?? '',
        HOME: folder,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    },
  );
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`prowler ended with ${code}`);
  }
  const text = readFileSync(path.join(folder, 'findings.ocsf.json'), 'utf8');
  const findings = JSON.parse(text) as Finding[];

  return Object.fromEntries(
    findings.map(({ metadata, status_code }) => [metadata.event_code, status_code]),
  );
}

describe('Prowler, of the rehearsed management account', () => {
  let folder: string;
  let rehearsal: Rehearsal;

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-prowler-'));
    rehearsal = await Rehearsal.open({
      config,
      tasksFile: path.join(root, 'organization-tasks.yml'),
      match: 'TrailAlarms',
    });
  });

  after(async () => {
    await rehearsal?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('passes each of the fifteen checks of metric filters and alarms', async () => {
    await rehearsal.requireSuccess(await rehearsal.perform());

    const verdicts = await scan(rehearsal, folder);

    expect(verdicts).to.deep.equal(Object.fromEntries(checks.map((check) => [check, 'PASS'])));
  });
});
