import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { accountReportBucket } from '../../organization/report-buckets.ts';
import type { Account, Settings } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';
import type { Run } from '../../security-audit/types.ts';
import {
  failedChecks,
  type Judged,
  type OcsfFinding,
  toldTable,
  unknownChecks,
} from './results.ts';

const root = path.join(import.meta.dirname, '../..');
const prowler = process.env.PROWLER ?? path.join(root, '.venv-prowler/bin/prowler');
const scoutsuite = process.env.SCOUTSUITE ?? path.join(root, '.venv-scoutsuite/bin/scout');
const services = ['cloudtrail', 'config', 'guardduty', 'iam', 's3'];
const patienceMs = 120_000;

interface Session {
  readonly arn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Also as it stands in an address. */
const isIn = (text: string, secret: string): boolean =>
  text.includes(secret) || text.includes(encodeURIComponent(secret));

/** The names of all checks of the services. */
function checksOf(home: string): string[] {
  const listed = execFileSync(
    prowler,
    ['aws', '--list-checks', '--service', ...services, '--no-banner', '--no-color'],
    { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: home } },
  );
  return [...listed.matchAll(/^\[(\w+)\]/gm)].map(([, name = '']) => name);
}

const docs = readFileSync(path.join(root, 'docs/prowler.md'), 'utf8');

describe('npm run security-audit, of the rehearsed organization', () => {
  let folder: string;
  let output: string;
  let rehearsal: Rehearsal;
  let settings: Settings;
  let accounts: Account[];
  let run: Run;
  let expected: string[];
  let said: string;

  const fileOf = (account: string, file: string) =>
    path.join(output, account, 'prowler', run.date, file);
  const findingsOf = (account: string): OcsfFinding[] =>
    JSON.parse(readFileSync(fileOf(account, 'prowler.ocsf.json'), 'utf8'));

  /** Runs the command as a person would, with the credentials of the management account. */
  async function audit(folderOfReports: string, ...args: string[]): Promise<Run> {
    said = '';
    const all = [...args, '--via', 'OrganizationAccountAccessRole', '--upload'];
    // Relative to the working folder.
    const relative = path.relative(root, folderOfReports);
    const command = [path.join(root, 'security-audit/cli.ts'), ...all, '--output', relative];
    const child = spawn(process.execPath, command, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...rehearsal.environment,
        PATH: process.env.PATH ?? '',
        HOME: folder,
        AWS_EC2_METADATA_DISABLED: 'true',
        // S3 Control has the account in its host name, which a proxy need not resolve.
        HTTP_PROXY: rehearsal.aws.endpoint,
        PROWLER: prowler,
        SCOUTSUITE: scoutsuite,
      },
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code, said).to.equal(0);
    const runs = path.join(folderOfReports, 'runs');
    const [file = ''] = readdirSync(runs).filter((name) => name.endsWith('.json'));
    return JSON.parse(readFileSync(path.join(runs, file), 'utf8'));
  }

  /** Waits until the account has as many reports of a tool as the run made, and compares them. */
  async function requireDelivery(made: Run, from: string, id: string): Promise<void> {
    const { s3 } = (await sessionsOf(rehearsal).open(id)).clients(settings.homeRegion);
    const Bucket = accountReportBucket(settings, id);
    const [tool] = made.tools;
    const expected = made.scans
      .filter(({ account }) => account.id === id)
      .flatMap(({ files }) => files)
      .map((file) => file.slice(`${id}/`.length));
    const keys = async (): Promise<string[]> => {
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: `${tool?.name}/` }),
      );
      return Contents.map(({ Key = '' }) => Key);
    };
    const deadline = Date.now() + patienceMs;
    // Of ScoutSuite there are more, so that their number says nothing.
    const lacks = async (): Promise<boolean> => {
      const there = new Set(await keys());
      return expected.some((key) => !there.has(key));
    };
    while ((await lacks()) && Date.now() < deadline) {
      await delay(200);
    }
    // Of ScoutSuite's there are more, which its page needs to be shown.
    const all =
      tool?.name === 'prowler' ? expected : [...new Set([...(await keys()), ...expected])];
    expect((await keys()).sort()).to.deep.equal(all.sort());
    for (const key of expected) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
      const there = Buffer.from((await Body?.transformToByteArray()) ?? []);
      expect(there.equals(readFileSync(path.join(from, id, key))), key).to.equal(true);
    }
  }

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-security-audit-'));
    output = path.join(folder, 'reports');
    rehearsal = await Rehearsal.open({
      config,
      tasksFile: path.join(root, 'organization-tasks.yml'),
    });
    await rehearsal.requireSuccess(await rehearsal.perform());
    settings = readSettings(rehearsal, await listAccounts(rehearsal));
    await rehearsal.aws.control('POST', '/sessions/judged', { roles: settings.auditRoleName });
    await rehearsal.aws.control('POST', '/empty-services', { on: true });
    const { managementAccountId, securityAccountId, logArchiveAccountId } = settings;
    const ids = [managementAccountId, securityAccountId, logArchiveAccountId];
    const listed = await listAccounts(rehearsal);
    accounts = ids.flatMap((id) => listed.find((account) => account.id === id) ?? []);

    expected = checksOf(folder);
    run = await audit(output, ...ids, '--parallel', '2', '--checks', expected.join(','));
  });

  after(async () => {
    await rehearsal?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('scans every account that it was given, and says so first', () => {
    const page = readFileSync(path.join(output, 'index.html'), 'utf8');

    expect(said).to.include('3 of 3 accounts scanned');
    expect(page).to.include('3 of 3 accounts scanned');
    expect(run.scans.map(({ status }) => status)).to.deep.equal(['scanned', 'scanned', 'scanned']);
  });

  it('has no error, also where Prowler can read no delegated administrator', () => {
    expect(run.scans.map((scan) => scan.errors ?? 0)).to.deep.equal([0, 0, 0]);
  });

  it('judges each account by its own configuration', () => {
    for (const { id } of accounts) {
      const about = new Set(findingsOf(id).map(({ cloud }) => cloud.account.uid));

      expect([...about]).to.deep.equal([id]);
    }
  });

  it('hands every account its own reports, byte for byte, and no other', async () => {
    for (const { id } of accounts) {
      await requireDelivery(run, output, id);
    }
  });

  const judged = (): Judged[] =>
    accounts.map(({ id }, index) => ({ letter: 'MSL'[index] ?? '', findings: findingsOf(id) }));

  it('fails exactly the checks that docs/prowler.md explains', () => {
    expect(failedChecks(judged())).to.deep.equal(toldTable(docs, 'prowler'));
  });

  it('knows the result of each check but those that docs/prowler.md lists', () => {
    expect(unknownChecks(judged(), expected)).to.deep.equal(toldTable(docs, 'prowler-not-known'));
  });

  it('does the same with ScoutSuite', async () => {
    const reports = path.join(folder, 'scoutsuite');
    const [, security, logArchive] = accounts.map(({ id }) => id);

    const made = await audit(reports, security ?? '', logArchive ?? '', '--tool', 'scoutsuite');

    expect(said).to.include('2 of 2 accounts scanned');
    for (const { account, failures } of made.scans) {
      expect(failures?.high, account.name).to.be.greaterThan(0);
      await requireDelivery(made, reports, account.id);
    }
  });

  it('keeps the credentials of the caller, and all that STS issued, out of logs and reports', async () => {
    const own = Object.entries(rehearsal.environment).filter(([name]) => /KEY/.test(name));
    const issued = (await rehearsal.aws.control('GET', '/sessions')) as Session[];
    const scanned = issued.filter(({ arn }) => arn.includes(settings.auditRoleName));
    const secrets = [
      ...own.map(([, value]) => value),
      ...issued.flatMap((one) => [one.accessKeyId, one.secretAccessKey, one.sessionToken]),
    ];
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));

    const found = files.flatMap((file) => {
      const text = readFileSync(file, 'utf8');
      const shown = [...new Set(secrets)].filter((secret) => isIn(text, secret));
      return shown.length > 0 ? [path.relative(folder, file)] : [];
    });

    // A session at least for each scan, of which there were five.
    expect(scanned).to.have.length.of.at.least(5);
    expect(files.filter((file) => file.endsWith('.log'))).to.have.length(5);
    expect(found).to.deep.equal([]);
  });
});
