// The check of the trail in templates/cloud-trail/README.md, by the real AWS CLI.
// https://github.com/aws/aws-cli/blob/1.46.3/awscli/customizations/cloudtrail/validation.py

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import type { Credentials } from '../../organization/roles.ts';
import type { Settings } from '../../organization/types.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts, readSettings } from '../../scenarios/settings.ts';

const root = path.join(import.meta.dirname, '../..');
const aws = process.env.AWS_CLI ?? path.join(root, '.venv-aws-cli/bin/aws');
const readme = readFileSync(path.join(root, 'templates/cloud-trail/README.md'), 'utf8');
const check = readme.slice(readme.indexOf('## Verification'), readme.indexOf('## Removal'));
const region = 'eu-west-1';

interface Delivery {
  readonly outcome: string;
  readonly bucket: string;
  readonly logFile: string;
}

/** The words of the command in the README, with what stands for `<...>`. */
function commandOf(values: Record<string, string>): string[] {
  const [, block = ''] = /```sh\n([\s\S]*?)```/.exec(check) ?? [];
  const filled = block.replaceAll('\\\n', ' ').replaceAll(/<([^>]+)>/g, (_, name) => {
    const value = values[name];
    if (value === undefined) {
      throw new Error(`the README has <${name}>`);
    }
    return value;
  });

  return filled.trim().split(/\s+/).slice(1);
}

describe('aws cloudtrail validate-logs, of the rehearsed organization', () => {
  let folder: string;
  let rehearsal: Rehearsal;
  let settings: Settings;
  let production: string;
  let auditor: Credentials;

  const clients = async (account: string) =>
    (await sessionsOf(rehearsal).open(account)).clients(settings.homeRegion);

  /** A role of the security account with the permissions that the README lists, and a session of it. */
  async function makeAuditor(): Promise<Credentials> {
    const { iam } = await clients(settings.securityAccountId);
    const Action = [...check.matchAll(/`([a-z0-9]+:[A-Z]\w+)`/g)].map(([, action = '']) => action);
    const Version = '2012-10-17';
    const service = 'ec2.amazonaws.com';
    const trust = [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }];
    const { Role } = await iam.send(
      new CreateRoleCommand({
        RoleName: 'trail-auditor',
        AssumeRolePolicyDocument: JSON.stringify({ Version, Statement: trust }),
      }),
    );
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'trail-auditor',
        PolicyName: 'validate-logs',
        PolicyDocument: JSON.stringify({
          Version,
          Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
        }),
      }),
    );

    return (await rehearsal.aws.control('POST', '/sessions', {
      roleArn: Role?.Arn,
      service,
    })) as Credentials;
  }

  async function deliver(): Promise<Delivery> {
    const body = { accountId: production, region, records: [{ eventName: 'StopLogging' }] };
    const { deliveries } = (await rehearsal.aws.control('POST', '/cloudtrail/digests', body)) as {
      deliveries: Delivery[];
    };
    expect(deliveries).to.have.length(1);

    return deliveries[0] as Delivery;
  }

  function validate(credentials: Credentials, without?: string) {
    const start = new Date(Date.now() - 3_600_000).toISOString();
    const words = commandOf({
      region,
      account: production,
      time: start,
      'home region': settings.homeRegion,
      'management account': settings.managementAccountId,
    });
    const left = without === undefined ? -1 : words.indexOf(without);
    const args = words.filter((_, index) => left < 0 || (index !== left && index !== left + 1));
    const { status, stdout, stderr } = spawnSync(aws, args, {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_ENDPOINT_URL: rehearsal.aws.endpoint,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        ...(credentials.sessionToken && { AWS_SESSION_TOKEN: credentials.sessionToken }),
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });

    return { status, said: `${stdout}${stderr}` };
  }

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-validate-logs-'));
    rehearsal = await Rehearsal.open({
      config,
      tasksFile: path.join(root, 'organization-tasks.yml'),
      match: 'CloudTrail',
    });
    await rehearsal.requireSuccess(await rehearsal.perform());
    const accounts = await listAccounts(rehearsal);
    settings = readSettings(rehearsal, accounts);
    production = accounts.find(({ name }) => name === 'Production')?.id ?? '';
    auditor = await makeAuditor();
  });

  after(async () => {
    await rehearsal?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds files valid that are as they were delivered', async () => {
    const { outcome } = await deliver();

    const { status, said } = validate(auditor);

    expect(outcome).to.equal('delivered');
    expect(said).to.include('1/1 digest files valid').and.include('1/1 log files valid');
    expect(status).to.equal(0);
  });

  it('demands the account of an organization trail', () => {
    const { status, said } = validate(auditor, '--account-id');

    expect(said).to.include("Missing required parameter for organization trail: '--account-id'");
    expect(status).to.not.equal(0);
  });

  it('is refused to the management account, which may not read the bucket', () => {
    const { status, said } = validate(rehearsal.seeded.credentials);

    expect(said).to.match(/AccessDenied/);
    expect(status).to.not.equal(0);
  });

  it('finds a changed log file invalid', async () => {
    const { bucket: Bucket, logFile: Key } = await deliver();
    const { s3 } = await clients(settings.logArchiveAccountId);
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'changed' }));

    const { status, said } = validate(auditor);

    expect(said).to.include(`${Key}\tINVALID`);
    expect(status).to.equal(1);
  });
});
