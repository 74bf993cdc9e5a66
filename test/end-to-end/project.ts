import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const root = path.join(import.meta.dirname, '../..');

/** Where the rehearsals of this process write: mocha runs files side by side. */
export const out = path.join('rehearsal/out', `end-to-end-${process.env.MOCHA_WORKER_ID ?? 0}`);

/** What the processes get that these tests start, and those that these start. */
export const environment = { ...process.env, OFN_REHEARSE_OUT: path.join(root, out) };

export const reportFile = path.join(root, out, 'report.json');

/** A repository of a user in a temporary folder. */
export interface Project {
  readonly folder: string;
  remove(): void;
}

const organization = `AWSTemplateFormatVersion: '2010-09-09-OC'
Organization:
  Root:
    Type: OC::ORG::OrganizationRoot
    Properties:
      DefaultOrganizationAccessRoleName: OrganizationAccountAccessRole
  Main:
    Type: OC::ORG::MasterAccount
    Properties:
      AccountName: Main
      AccountId: '444444444444'
      RootEmail: main@example.com
  Team:
    Type: OC::ORG::Account
    Properties:
      AccountName: Team
      RootEmail: team@example.com
`;

const tasks = `Organization:
  Type: update-organization
  Template: ./organization.yml
Things:
  Type: update-stacks
  DependsOn: Organization
  Template: ./things.yml
  StackName: things
  DefaultOrganizationBinding:
    Account: !Ref Team
    Region: us-east-1
`;

const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: things
`;

/** A small project that is fine, but for the files given here. */
export function project(files: Record<string, string> = {}): Project {
  const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-project-'));
  const all = {
    'organization.yml': organization,
    'tasks.yml': tasks,
    'things.yml': template,
    ...files,
  };
  for (const [name, text] of Object.entries(all)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export const fine = { organization, tasks, template };

export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the rehearsal as `npm run rehearse` does. */
export const rehearse = (...args: string[]): Promise<Ended> =>
  run(root, ['rehearsal/cli.ts', ...args]);

/** Runs what `npm run validate` and `npm run deploy` begin with. */
export const preflight = (
  folder: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> => run(folder, ['preflight/cli.ts', ...args], env);

async function run(
  cwd: string,
  [script = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [path.join(root, script), ...args], {
    cwd,
    env: { ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];

  return { exitCode: exitCode ?? -1, stdout, stderr };
}
