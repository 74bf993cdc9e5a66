import { globSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { planTests, suites, TestCommandError } from '../../../scripts/test/plan.ts';

const root = path.join(import.meta.dirname, '../../..');

const plan = (...argv: string[]) => planTests(argv, 2);
const suitesOf = (...argv: string[]) => plan(...argv).map(({ suite }) => suite);

describe('npm test', () => {
  it('runs every suite without arguments, except organizations and operations', () => {
    expect([...suitesOf(), 'organizations', 'operations']).to.deep.equal([...suites]);
  });

  it('runs the suites that are named, in its own order', () => {
    expect(suitesOf('end-to-end', 'unit')).to.deep.equal(['unit', 'end-to-end']);
  });

  it('leaves files that start processes and whole rehearsals out of the unit tests', () => {
    expect(plan('unit')).to.deep.equal([
      {
        suite: 'unit',
        runner: 'mocha',
        args: [
          '--require',
          'scripts/test/no-processes.cjs',
          '--ignore',
          'test/end-to-end/**',
          '--ignore',
          'test/organizations/**',
          '--ignore',
          'test/operations/lives/**',
          '--ignore',
          '**/*.process.test.ts',
          '--parallel',
          '--jobs',
          '2',
          'test/**/*.test.ts',
          'rehearsal/test/**/*.test.ts',
        ],
      },
    ]);
  });

  it('chooses the runner of a file by the file', () => {
    const files = [
      'test/scripts/build.process.test.ts',
      'rehearsal/test/embedded-aws/test_sns.py::test_publishes',
      'test/lambda/log.test.ts',
      'test/lambda/paging.test.ts',
      './test/end-to-end/policies.test.ts',
      'test/organizations/names.test.ts',
      'test/operations/lives/first-year.test.ts',
    ];

    expect(plan(...files)).to.deep.equal([
      {
        suite: 'unit',
        runner: 'mocha',
        args: ['--require', 'scripts/test/no-processes.cjs', files[2], files[3]],
      },
      { suite: 'processes', runner: 'mocha', args: [files[0]] },
      { suite: 'embedded-aws', runner: 'pytest', args: [files[1]] },
      { suite: 'end-to-end', runner: 'mocha', args: ['--timeout', '1200000', files[4]] },
      { suite: 'organizations', runner: 'mocha', args: ['--timeout', '1200000', files[5]] },
      { suite: 'operations', runner: 'mocha', args: ['--timeout', '1200000', files[6]] },
    ]);
  });

  it('runs two whole rehearsals side by side at most', () => {
    const [one, many] = [1, 8].map((workers) => planTests(['end-to-end'], workers)[0]?.args);

    expect(one).to.include.members(['--parallel', '--jobs', '1']);
    expect(many).to.include.members(['--parallel', '--jobs', '2']);
  });

  it('greps in what mocha runs quickly, unless a suite or file is named', () => {
    const [file] = plan('test/lambda/log.test.ts', '--grep', 'secret');

    expect(suitesOf('--grep', 'secret')).to.deep.equal(['unit', 'processes']);
    expect(file?.args.slice(-3)).to.deep.equal(['--grep', 'secret', 'test/lambda/log.test.ts']);
  });

  it('hands pytest a sentence as a name, and an expression as it is', () => {
    const keyword = (grep: string) => {
      const [run] = plan('embedded-aws', '--grep', grep);
      return run?.args.slice(1, 3);
    };

    expect(keyword('refuses a role')).to.deep.equal(['-k', 'refuses_a_role']);
    expect(keyword('role and not refuses')).to.deep.equal(['-k', 'role and not refuses']);
  });

  for (const [argv, text] of [
    [
      ['units'],
      'units is neither a suite (unit, processes, embedded-aws, end-to-end, organizations, operations) nor',
    ],
    [['test/lambda/fakes.ts'], 'test/lambda/fakes.ts is neither a suite'],
    [['unit', '--watch'], 'unknown option --watch: use --grep PATTERN'],
    [['--grep'], '--grep needs a pattern'],
  ] as const) {
    it(`rejects ${argv.join(' ')}`, () => {
      expect(() => plan(...argv)).to.throw(TestCommandError, text);
    });
  }

  it('leaves out no file of tests', () => {
    const here = (pattern: string, exclude: string[] = []) =>
      globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', ...exclude] });
    const whole = ['test/end-to-end/**', 'test/organizations/**', 'test/operations/lives/**'];
    const ignored = { unit: [...whole, '**/*.process.test.ts'] };
    const run = plan(...suites.filter((suite) => suite !== 'embedded-aws')).flatMap(
      ({ suite, args }) =>
        args
          .filter((arg) => /^(test|rehearsal)\/.*\.test\.ts$/.test(arg))
          .flatMap((glob) => here(glob, suite === 'unit' ? ignored.unit : [])),
    );

    expect(run.sort()).to.deep.equal(here('{test,rehearsal,scripts}/**/*.test.ts').sort());
  });
});
