import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import * as kinds from '../../templates/kinds.ts';
import * as parameters from '../../templates/parameters.ts';
import { repetitionsIn } from './repetitions.ts';

const root = path.join(import.meta.dirname, '../..');
const entries = [...Object.values(kinds), ...Object.values(parameters)];

/** The rehearsal is a package of its own, and knows no parameters. */
const notOurs =
  /^(node_modules|dist|rehearsal|test|reports|templates)(\/|$)|\/node_modules(\/|$)|\/browser\//;
const files = globSync('**/*.ts', { cwd: root, exclude: (name) => notOurs.test(name) }).filter(
  (file) => !notOurs.test(file),
);

/** What only looks like a repetition. */
const alike: Readonly<Record<string, readonly string[]>> = {
  // Each value is a variant to print, one way and the other.
  'scripts/bound-templates.ts': [
    'values of auditTools',
    'values of findingSources',
    'default of guardDutyMembership',
  ],
  // Back to it, after the other.
  'scenarios/guard-duty/membership.ts': ['default of guardDutyMembership'],
};

describe('what a parameter may be', () => {
  it('is not written again in TypeScript', () => {
    const found = files.flatMap((file) =>
      repetitionsIn(readFileSync(path.join(root, file), 'utf8'), entries)
        .filter((what) => !alike[file]?.includes(what))
        .map((what) => `${file}: ${what}`),
    );

    expect(files.length).to.be.greaterThan(300);
    expect(found).to.deep.equal([]);
  });

  const own = {
    name: 'days',
    default: 2557,
    minValue: 60,
    maxValue: 3600,
    allowedPattern: '[a-z][a-z0-9-]{1,18}/x',
    allowedValues: ['keep', 'disable'],
  };
  for (const [source, what] of [
    ['const { days = 2557 } = value;', 'default of days'],
    ["value['days'] ?? 2_557", 'default of days'],
    ["daysOf(yaml, 'days', 2557)", 'default of days'],
    ['integer(60, 3_600)', 'range of days'],
    ['value >= 60 && value <= 3600', 'range of days'],
    ['/^[a-z][a-z0-9-]{1,18}\\/x$/', 'pattern of days'],
    ['new RegExp(`^([a-z][a-z0-9-]{1,18}/x,)*$`)', 'pattern of days'],
    ["oneOf('keep', 'disable')", 'values of days'],
    ["type Removal = 'disable' | 'keep';", 'values of days'],
  ] as const) {
    it(`is found where it is: ${source}`, () => {
      expect(repetitionsIn(source, [own])).to.deep.equal([what]);
    });
  }

  it('is not found where it only resembles it', () => {
    const source = "days = 25570; integer(60, 36000); 'keep'; oneOf('keep', 'disable', 'ask')";

    expect(repetitionsIn(source, [own])).to.deep.equal([]);
  });
});
