import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';
import { cases } from './cases/all.ts';
import { comparable, type World, writeLogs } from './cases/case.ts';
import { Engine } from './engine.ts';
import { logArchiveAccountId, organizationId } from './logs.ts';
import { query, tablesOf } from './tables.ts';

const world: World = {
  now: new Date('2026-11-21T12:00:00Z'),
  owner: { organizationId, logArchiveAccountId },
  production: '444444444444',
  security: '222222222222',
};
const deployment = {
  ...world.owner,
  accounts: [world.production, world.security],
  regions: ['us-east-1', 'eu-west-1'],
  days: 2557,
};
const folder = path.join(import.meta.dirname, '../../templates/athena');
const files = globSync('queries/*.sql', { cwd: folder });

describe('the saved query', () => {
  let root: string;
  let engine: Engine;

  beforeEach(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'ofn-audit-athena-'));
    engine = await Engine.open({ tables: tablesOf(deployment), root, now: world.now });
  });

  afterEach(() => {
    engine.close();
    rmSync(root, { recursive: true });
  });

  for (const { query: name, does, given } of cases) {
    it(`${name} ${does}`, async () => {
      const { parameters, rows: expected, ...logs } = given(world);
      await writeLogs(root, { ...logs, rows: expected }, world);

      const { rows } = await engine.run(query(name), parameters);

      expect(comparable(rows, expected)).to.deep.equal(expected);
    });
  }
});

describe('each file of queries', () => {
  it('has a case, and is judged by both engines', () => {
    const judged = new Set(cases.map(({ query: name }) => `queries/${name}.sql`));

    expect([...judged]).to.have.members(files);
  });

  it('is deployed under its name', () => {
    const { value } = readYaml(path.join(folder, 'queries.yml'));

    const deployed = Object.entries(value.Resources as Record<string, { Properties: object }>).map(
      ([id, { Properties }]) => ({ id, ...Properties }),
    );

    expect(deployed.map(({ id }) => `queries/${id}.sql`)).to.have.members(files);
    for (const { id, ...properties } of deployed) {
      expect(properties).to.deep.include({
        Name: id,
        QueryString: { 'Fn::ReadFile': `./queries/${id}.sql` },
      });
    }
  });

  it('is in the README, with a parameter where it takes one', () => {
    const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
    const rows = readme.matchAll(/^\| `(\w+)` \| .* \| (.*)\|$/gm);

    const told = Object.fromEntries([...rows].map(([, name = '', cell = '']) => [name, cell]));

    for (const file of files) {
      const name = path.basename(file, '.sql');
      const takes = query(name).includes('?');
      expect([name, told[name]?.trim() !== ''], file).to.deep.equal([name, takes]);
    }
  });
});
