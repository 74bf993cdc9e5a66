// Every service of Prowler, in a member account as the baseline deploys it and a team uses it, as
// the audit role is allowed by its policies: what the role lacks, and what Prowler cannot read, is
// an error.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import type { Settings } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';
import type { Run, Scan } from '../../security-audit/types.ts';
import { type Inspected, rowsOf, untrueReasons } from './no-results.ts';
import { type OcsfFinding, unknownChecks } from './results.ts';
import { deployWorkload } from './workload.ts';

const root = path.join(import.meta.dirname, '../..');
const prowler = process.env.PROWLER ?? path.join(root, '.venv-prowler/bin/prowler');
const docs = readFileSync(path.join(root, 'docs/prowler.md'), 'utf8');
const escalating = 'iam_inline_policy_allows_privilege_escalation';

describe('Prowler, with all of its services', () => {
  let folder: string;
  let rehearsal: Rehearsal;
  let settings: Settings;
  let scan: Scan;
  let findings: OcsfFinding[];
  let inspected: Inspected;

  /** Prowler, which also writes what its checks have read. */
  function inspectedProwler(file: string): string {
    const launcher = path.join(folder, 'prowler');
    const python = path.join(path.dirname(prowler), 'python');
    const script = path.join(import.meta.dirname, 'inspected_prowler.py');
    writeFileSync(launcher, `#!/bin/sh\nexec '${python}' '${script}' '${file}' "$@"\n`, {
      mode: 0o755,
    });
    return launcher;
  }

  /** A role that becomes what it likes: Prowler has to evaluate its policy. */
  async function makeEscalation(accountId: string): Promise<void> {
    const { iam } = (await sessionsOf(rehearsal).open(accountId)).clients(settings.homeRegion);
    const Action = ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'];
    await iam.send(
      new PutRolePolicyCommand({
        ...{ RoleName: 'OrganizationAccountAccessRole', PolicyName: 'escalating' },
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
        }),
      }),
    );
  }

  /** Scans an account as an operator would, in the home region. */
  async function audit(accountId: string): Promise<Run> {
    const output = path.join(folder, 'reports');
    const file = path.join(folder, 'inspected.json');
    const via = ['--via', 'OrganizationAccountAccessRole', '--output', output];
    const child = spawn(
      process.execPath,
      [
        path.join(root, 'security-audit/cli.ts'),
        accountId,
        ...via,
        '--regions',
        settings.homeRegion,
      ],
      {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...rehearsal.environment,
          PATH: process.env.PATH ?? '',
          HOME: folder,
          AWS_EC2_METADATA_DISABLED: 'true',
          HTTP_PROXY: rehearsal.aws.endpoint,
          PROWLER: inspectedProwler(file),
        },
      },
    );
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).to.equal(0);
    inspected = JSON.parse(readFileSync(file, 'utf8'));
    const [run = ''] = readdirSync(path.join(output, 'runs')).filter((name) =>
      name.endsWith('Z.json'),
    );
    return JSON.parse(readFileSync(path.join(output, 'runs', run), 'utf8'));
  }

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-all-services-'));
    rehearsal = await Rehearsal.open({
      config,
      tasksFile: path.join(root, 'organization-tasks.yml'),
    });
    await rehearsal.requireSuccess(await rehearsal.perform());
    const accounts = await listAccounts(rehearsal);
    settings = readSettings(rehearsal, accounts);
    await rehearsal.aws.control('POST', '/sessions/judged', { roles: settings.auditRoleName });
    await rehearsal.aws.control('POST', '/empty-services', { on: true });
    const account = accounts.find(({ name }) => name === 'Production')?.id ?? '';
    await makeEscalation(account);
    const session = await sessionsOf(rehearsal).open(account);
    await deployWorkload(session.clients(settings.homeRegion).cloudFormation);
    const run = await audit(account);
    scan = run.scans[0] as Scan;
    const report = path.join(folder, 'reports', account, 'prowler', run.date, 'prowler.ocsf.json');
    findings = JSON.parse(readFileSync(report, 'utf8'));
  });

  after(async () => {
    await rehearsal?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has no error, and is denied one action, by the role itself', () => {
    expect(scan).to.include({ status: 'scanned' });
    expect({ errors: scan.errors, reason: scan.reason }).to.deep.equal({
      ...{ errors: undefined, reason: undefined },
    });
    expect(scan.denied).to.deep.equal({ 'glue:GetConnections': 1 });
  });

  it('has a result of each check but those that docs/prowler.md lists', () => {
    const unknown = Object.keys(unknownChecks([{ letter: 'P', findings }], inspected.available));
    const listed = rowsOf(docs).flatMap(({ checks }) => checks);

    expect(Object.keys(inspected.checks)).to.have.length(scan.checks?.asked ?? 0);
    expect(listed.sort()).to.deep.equal(unknown.sort());
  });

  it('has no result for the reasons that docs/prowler.md gives', () => {
    expect(untrueReasons(rowsOf(docs), inspected, findings)).to.deep.equal([]);
  });

  it('evaluates policies for privilege escalation', () => {
    const failed = findings.filter(
      ({ status_code, metadata }) => status_code === 'FAIL' && metadata.event_code === escalating,
    );

    expect(failed).to.have.length(1);
  });
});
