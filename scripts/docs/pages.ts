// The pages with generated parts, besides those of parameters and evidence.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf, readYaml, tasksOf } from 'ofn-rehearse';
import { otherStacksRow } from '../../coverage/checks/other-stacks.ts';
import { expectedState } from '../../coverage/expected.ts';
import type { Row } from '../../coverage/types.ts';
import { kinds } from '../../preflight/findings/index.ts';
import { techniques } from '../../scenarios/attacks/techniques.ts';
import { scenarios } from '../../scenarios/index.ts';
import { damages } from '../../scenarios/tamper-protection/damages/index.ts';
import { type Call, callsOf } from './api-calls.ts';
import { type AlarmRow, alarmsTable, outcomesTable, techniquesTable } from './attacks.ts';
import { capabilitiesTable } from './capabilities.ts';
import { type Calls, permissionsTable, repairsTable, rowsTable } from './ledger.ts';
import { fill, textIn } from './markers.ts';
import { kindsTable, preflightCalls, readingPolicy } from './preflight.ts';
import { abridge, staleIn, totals } from './sample.ts';
import { damageFigures, damagesTable, outsidersTable } from './tamper.ts';

export interface Page {
  readonly file: string;
  readonly text: string;
  /** What it is written from. */
  readonly from: string;
}

/** @param output optional; what a rehearsal has printed, for the sample in README.md */
export function pages(root: string, output?: string): Page[] {
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  const readme = output ? fill(read('README.md'), 'sample', abridge(output)) : read('README.md');
  const rows = fill(read('coverage/README.md'), 'rows', rowsTable(expectedState));
  const ledger = fill(rows, 'repairs', repairsTable(expectedState));
  const preflight = fill(read('preflight/README.md'), 'kinds', kindsTable(kinds));
  return [
    {
      file: 'README.md',
      text: fill(readme, 'capabilities', capabilitiesTable(capabilitiesOf(root, read))),
      from: 'templates/*/README.md',
    },
    {
      file: 'coverage/README.md',
      text: fill(ledger, 'permissions', permissionsTable(permissions(root, read))),
      from: 'coverage/checks',
    },
    {
      file: 'docs/attacks.md',
      text: attacksPage(root, read('docs/attacks.md')),
      from: 'scenarios/attacks/techniques.yml and templates/trail-alarms/filters.yml',
    },
    {
      file: 'docs/tamper.md',
      text: tamperPage(read('docs/tamper.md')),
      from: 'scenarios/tamper-protection/damages',
    },
    {
      file: 'preflight/README.md',
      text: fill(preflight, 'policy', readingPolicy(preflightCalls(read))),
      from: 'preflight/findings and preflight/read',
    },
  ];
}

function attacksPage(root: string, before: string): string {
  const file = path.join(root, 'templates/trail-alarms/filters.yml');
  const rows = readYaml(file).value.Filters as AlarmRow[];
  const tables = {
    outcomes: outcomesTable(techniques),
    techniques: techniquesTable(techniques),
    alarms: alarmsTable(rows, techniques),
  };
  return Object.entries(tables).reduce((page, [name, text]) => fill(page, name, text), before);
}

function tamperPage(before: string): string {
  const tables = {
    figures: damageFigures(damages),
    damages: damagesTable(damages),
    outsiders: outsidersTable(damages),
  };
  return Object.entries(tables).reduce((page, [name, text]) => fill(page, name, text), before);
}

/** Why the sample of a rehearsal in README.md is outdated. */
export function staleSample(readme: string): string[] {
  const off = scenarios.filter(({ offByDefault }) => offByDefault).map((one) => one.capability);
  const ofSample = scenarios.filter(
    ({ capability, fromAccounts }) => fromAccounts === undefined && !off.includes(capability),
  );
  const services = expectedState.filter(({ capability = '' }) => !off.includes(capability));
  const sentences = ofSample.map(({ capability, name }) => `${capability}: it ${name}`);
  const lossless = 'organization: it loses no event';
  return [
    ...staleIn(textIn(readme, 'sample'), {
      sentences: new Set([...sentences, lossless]),
      played: sentences.length,
      rows: totals + sentences.length + 1 + services.length,
    }),
  ];
}

type Read = (file: string) => string;

/** In the order in which they are deployed; what is in no task file comes last. */
function capabilitiesOf(root: string, read: Read) {
  const deployed = tasksOf(readYaml(path.join(root, 'organization-tasks.yml'))).flatMap((task) => {
    const file = fileOf(task, 'Path');
    return file ? path.basename(path.dirname(file)) : [];
  });
  const others = globSync('templates/*/README.md', { cwd: root })
    .map((file) => path.basename(path.dirname(file)))
    .sort();
  return [...new Set([...deployed, ...others])].map((name) => {
    const file = `templates/${name}/README.md`;
    return { name, file, text: read(file) };
  });
}

/** What the ledger calls by itself, then what each row does. */
export function permissions(root: string, read: Read): Calls[] {
  const readers = globSync('coverage/checks/*.ts', { cwd: root }).sort();
  const callsOfRow = ({ read: { name } }: Row): Call[] => {
    const file = readers.find((one) => read(one).includes(`function ${name}(`));
    if (file === undefined) {
      throw new Error(`expected the function ${name} in coverage/checks, got none`);
    }
    return callsOf(file, name, read);
  };
  return [
    {
      what: 'accounts',
      account: 'management',
      calls: callsOf('organization/accounts.ts', 'listAccounts', read),
    },
    {
      what: 'the role of each other account',
      account: 'management',
      calls: callsOf('organization/roles.ts', 'assumeRole', read),
    },
    {
      what: 'which regions are enabled',
      account: 'all',
      calls: callsOf('organization/regions.ts', 'readRegions', read),
    },
    ...expectedState
      .filter((row) => row !== otherStacksRow)
      .map((row) => ({
        what: `\`${row.service}\``,
        account: row.accounts,
        calls: callsOfRow(row),
      })),
    {
      what: 'values: which stacks there are',
      account: 'all',
      calls: callsOf('coverage/values/stack.ts', 'readStack', read),
    },
    {
      what: 'values: what stacks export',
      account: 'all',
      calls: callsOf('coverage/values/exports.ts', 'exportsOf', read),
    },
    ...valueReaders(root, read),
  ];
}

/** What reads the values of resources, by the services of their types. */
const valueReaders = (root: string, read: Read): Calls[] =>
  globSync('coverage/values/readers/*.ts', { cwd: root })
    .sort()
    .flatMap((file) => {
      const [, name] = /^export const (\w+Readers):/m.exec(read(file)) ?? [];
      const types = [...read(file).matchAll(/^(?: {2}|.*\{ )'AWS::([\w:]+)': /gm)].map(
        ([, type]) => type,
      );
      const what = `values: ${types.map((type) => `\`${type}\``).join(', ')}`;
      return name === undefined ? [] : [{ what, account: 'all', calls: callsOf(file, name, read) }];
    });
