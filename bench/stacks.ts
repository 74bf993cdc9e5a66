// How the time per stack grows with the number of accounts. `npm run bench` runs
// it and writes bench/stacks.md; `npm run bench -- 10 50` takes other numbers.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { Rehearsal } from 'ofn-rehearse';
import { watchPeak } from './memory.ts';

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [10, 50, 100, 200];
const regions = 3;

const organization = `Organization:
  Main:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '444444444444', RootEmail: main@example.com }
`;

const tasks = `Organization:
  Type: update-organization
  Template: ./organization.yml
Stacks:
  Type: update-stacks
  DependsOn: Organization
  Template: ./stacks.yml
  StackName: stacks
  MaxConcurrentStacks: 10
  DefaultOrganizationBinding:
    Account: '*'
    IncludeMasterAccount: true
    Region: [us-east-1, eu-west-1, ap-southeast-2]
`;

// What a baseline has in every account: a role, a log group, something encrypted.
const template = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - { Effect: Allow, Principal: { Service: config.amazonaws.com }, Action: 'sts:AssumeRole' }
  Logs:
    Type: AWS::Logs::LogGroup
    Properties: { RetentionInDays: 30 }
  Detector:
    Type: AWS::GuardDuty::Detector
    Properties: { Enable: true }
`;

interface Row {
  readonly accounts: number;
  readonly stacks: number;
  readonly seconds: number;
  readonly msPerStack: number;
  readonly peakMebibytes: number;
}

async function measure(folder: string, accounts: number): Promise<Row> {
  const memory = watchPeak();
  const rehearsal = await Rehearsal.open({
    config: {},
    tasksFile: path.join(folder, 'tasks.yml'),
    accounts,
  });
  try {
    const started = performance.now();
    const result = await rehearsal.requireSuccess(await rehearsal.perform());
    const seconds = (performance.now() - started) / 1000;
    const task = result.tasks.find(({ name }) => name === 'Stacks');
    const stacks = accounts * regions;
    return {
      accounts,
      stacks,
      seconds,
      msPerStack: ((task?.seconds ?? Number.NaN) * 1000) / stacks,
      peakMebibytes: memory.peak,
    };
  } finally {
    memory.stop();
    await rehearsal.close();
  }
}

function render(rows: readonly Row[]): string {
  const first = rows.at(0)?.msPerStack ?? Number.NaN;
  return [
    '# Time per stack',
    '',
    `\`npm run bench\`: one task of three resources, in every account and ${regions} regions, on ${cpus().length} cores.`,
    'Seconds are those of the whole `ofn perform-tasks`, accounts and all; time per stack is that of the task.',
    '',
    '| accounts | stacks | ofn, s | ms per stack | against the first row | peak memory, MiB |',
    '| ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map(
      (row) =>
        `| ${row.accounts} | ${row.stacks} | ${row.seconds.toFixed(1)} | ${row.msPerStack.toFixed(1)} | ` +
        `${(row.msPerStack / first).toFixed(2)} | ${row.peakMebibytes.toFixed(0)} |`,
    ),
    '',
  ].join('\n');
}

const folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-bench-'));
const rows: Row[] = [];
try {
  writeFileSync(path.join(folder, 'organization.yml'), organization);
  writeFileSync(path.join(folder, 'tasks.yml'), tasks);
  writeFileSync(path.join(folder, 'stacks.yml'), template);
  for (const accounts of sizes) {
    process.stderr.write(`${accounts} accounts …\n`);
    rows.push(await measure(folder, accounts));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const text = render(rows);
process.stdout.write(text);
if (given.length === 0) {
  writeFileSync(path.join(import.meta.dirname, 'stacks.md'), text);
}
