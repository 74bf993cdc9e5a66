import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { expectedState } from '../../../coverage/expected.ts';
import { selectRows, slotsOf } from '../../../coverage/plan.ts';
import { ownedStacks, withStacks } from '../../../coverage/values/plan.ts';
import { readers } from '../../../coverage/values/readers/index.ts';
import { unread } from '../../../coverage/values/unread.ts';
import type { Account, Settings } from '../../../organization/types.ts';
import { chartOf, organizationResources } from '../../../preflight/deployment/chart.ts';
import { stacksOf } from '../../../preflight/deployment/stacks.ts';
import { settings as anySettings } from '../../doubles/organization.ts';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(file, 'utf8');

const accounts: Account[] = [
  'Management',
  'Security',
  'Log Archive',
  'Production',
  'Development',
  'Sandbox',
].map((name, index) => ({
  id: String(index + 1).repeat(12),
  name,
  email: `aws-${name.toLowerCase().replace(' ', '-')}@example.com`,
  state: 'ACTIVE',
}));
const entry = { name: 'a', global: false, excludedAccountIds: [], excludedRegions: [] };
const settings: Settings = {
  ...anySettings,
  governedRegions: ['us-east-1', 'eu-west-1', 'ap-southeast-2'],
  delegatedAdministratorPrincipals: ['access-analyzer.amazonaws.com'],
  configRules: [entry],
  conformancePacks: [entry],
};

const stacks = [
  ...stacksOf({
    tasksFile: path.join(root, 'organization-tasks.yml'),
    chart: chartOf(organizationResources(path.join(root, 'organization.yml'), read), {
      organizationId: 'o-exampleorg1',
      partition: 'aws',
      accounts,
    }),
    read,
  }),
];

describe('what the templates deploy', () => {
  it('has a reader, or a reason, for each type, and no reason for what has a reader', () => {
    const templates = globSync('templates/*/**/*.yml', { cwd: root, exclude: ['**/packs/**'] });
    const types = templates.flatMap((file) =>
      [...read(path.join(root, file)).matchAll(/^ {4}Type: (AWS::\S+)/gm)].map(
        ([, type = '']) => type,
      ),
    );

    const neither = [...new Set(types)].filter((type) => !readers[type] && !unread[type]);

    expect(neither).to.deep.equal([]);
    expect(Object.keys(unread).filter((type) => readers[type])).to.deep.equal([]);
    expect(Object.keys(unread).filter((type) => !types.includes(type))).to.deep.equal([]);
  });

  it('is compared in each property, or has the reason why not', () => {
    const missed = stacks.flatMap(({ resources }) =>
      resources.flatMap(({ type, properties }) => {
        const reader = readers[type];
        return properties
          .filter((name) => reader && !reader.compared[name] && !reader.skipped?.[name])
          .map((name) => `${type}.${name}`);
      }),
    );

    expect([...new Set(missed)]).to.deep.equal([]);
  });

  it('has a cell for each stack, and just one', () => {
    const rows = selectRows(expectedState, settings);
    const owned = ownedStacks(stacks, { rows, accounts, settings });

    const inCells = accounts.flatMap((account) =>
      withStacks(slotsOf(account, rows, settings), owned.get(account.id)).flatMap(
        ({ stacks: ofCell = [] }) => ofCell,
      ),
    );

    expect(inCells).to.have.length(stacks.length);
    expect(new Set(inCells).size).to.equal(stacks.length);
  });

  it('stands in the rows of its capabilities, but for a few stacks', () => {
    const rows = selectRows(expectedState, settings);
    const owned = ownedStacks(stacks, { rows, accounts, settings });

    const others = [...owned.values()]
      .flat()
      .filter(({ row }) => row.service === 'other-stacks')
      .map(({ stack }) => stack.stackName);

    expect([...new Set(others)].sort()).to.deep.equal([
      'ofn-audit-artifacts',
      'ofn-audit-finding-bucket',
    ]);
  });

  it('belongs to the row that is about it, where a capability has several', () => {
    const rows = selectRows(expectedState, settings);
    const owned = [...ownedStacks(stacks, { rows, accounts, settings }).values()].flat();
    const serviceOf = (name: string) => [
      ...new Set(
        owned.filter(({ stack }) => stack.stackName === name).map(({ row }) => row.service),
      ),
    ];

    expect(serviceOf('ofn-audit-alerts-region')).to.deep.equal(['undelivered']);
    expect(serviceOf('ofn-audit-sign-in-monitor')).to.deep.equal(['sign-in-monitor']);
    expect(serviceOf('ofn-audit-sign-in-region')).to.deep.equal(['sign-ins']);
    expect(serviceOf('ofn-audit-finding-alerts')).to.deep.equal(['finding-alerts']);
    expect(serviceOf('StackSet-ofn-audit-account-reports')).to.deep.equal(['report-bucket']);
  });

  it('is not read of other rows than those that are asked for', () => {
    const rows = selectRows(expectedState, settings);
    const owned = ownedStacks(stacks, { rows, accounts, settings });
    const only = selectRows(expectedState, settings, ['sign-ins']);
    const [, , , production] = accounts as [Account, Account, Account, Account];

    const cells = withStacks(slotsOf(production, only, settings), owned.get(production.id));

    expect(new Set(cells.map(({ row }) => row.service))).to.deep.equal(new Set(['sign-ins']));
    expect(
      new Set(cells.flatMap(({ stacks: of = [] }) => of.map(({ stackName }) => stackName))),
    ).to.deep.equal(new Set(['ofn-audit-sign-in-roles', 'ofn-audit-sign-in-region']));
  });
});
