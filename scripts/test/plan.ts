import path from 'node:path';

/** The rehearsal and the embedded AWS are tested in folders of their own. */
const mochaFolders = ['test', 'rehearsal/test'];
const pytestFolder = 'rehearsal/test/embedded-aws';
const endToEnd = 'test/end-to-end';

/** Each file is a whole rehearsal, too, of an organization that is not blank. */
const organizations = 'test/organizations';

/** Each file is the life of an organization, by the pages of docs/operations. */
const operations = 'test/operations/lives';
const wholeFolders = [endToEnd, organizations, operations];

export const suites = [
  'unit',
  'processes',
  'embedded-aws',
  'end-to-end',
  'organizations',
  'operations',
] as const;
export type Suite = (typeof suites)[number];

/** Those that run when none is named; the others are sections of .ci/run of their own. */
const usual = suites.filter((suite) => !['organizations', 'operations'].includes(suite));

/** A command of one test runner. */
export interface Run {
  readonly suite: Suite;
  readonly runner: 'mocha' | 'pytest';
  readonly args: readonly string[];
}

export class TestCommandError extends Error {}

/**
 * What `npm test -- ARGUMENTS` runs: suites by name, files, or both, each narrowed by --grep; all
 * suites but organizations and operations if none is named, and with --grep alone those that mocha runs in a minute.
 *
 * @throws {TestCommandError} for an unknown option or suite, or a file that is not a test
 */
export function planTests(argv: readonly string[], workers: number): Run[] {
  const { names, grep } = read(argv);
  const files = names.filter((name) => !isSuite(name));
  const named = suites.filter((suite) => names.includes(suite));
  const wanted = named.length + files.length > 0 ? named : usual;
  const whole =
    grep !== undefined && names.length === 0 ? (['unit', 'processes'] as const) : wanted;
  return [
    ...whole.map((suite) => wholeSuite(suite, workers, grep)),
    ...suites.flatMap((suite) => {
      const chosen = files.filter((file) => suiteOf(file) === suite);
      return chosen.length > 0 ? [ofFiles(suite, chosen, grep)] : [];
    }),
  ];
}

function read(argv: readonly string[]): { names: string[]; grep: string | undefined } {
  const names: string[] = [];
  let grep: string | undefined;
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '--grep') {
      grep = argv[++index];
      if (!grep) {
        throw new TestCommandError('--grep needs a pattern');
      }
    } else if (argument.startsWith('-')) {
      throw new TestCommandError(`unknown option ${argument}: use --grep PATTERN`);
    } else {
      names.push(argument);
    }
  }
  return { names, grep };
}

function isSuite(name: string): name is Suite {
  return suites.some((suite) => suite === name);
}

/** pytest takes `file.py::test_name`, too. */
function suiteOf(file: string): Suite {
  const [name = ''] = file.split('::');
  if (/^test_\w+\.py$/.test(path.basename(name))) {
    return 'embedded-aws';
  }
  if (!name.endsWith('.test.ts')) {
    throw new TestCommandError(
      `${file} is neither a suite (${suites.join(', ')}) nor a file of tests (*.test.ts, test_*.py)`,
    );
  }
  const isIn = (folder: string) => !path.relative(folder, name).startsWith('..');
  const suite = (['end-to-end', 'organizations', 'operations'] as const)[
    wholeFolders.findIndex(isIn)
  ];
  if (suite) {
    return suite;
  }
  return name.endsWith('.process.test.ts') ? 'processes' : 'unit';
}

function wholeSuite(suite: Suite, workers: number, grep: string | undefined): Run {
  if (suite === 'embedded-aws') {
    return {
      suite,
      runner: 'pytest',
      args: [`--numprocesses=${workers}`, ...k(grep), pytestFolder],
    };
  }
  const globs = {
    unit: mochaFolders.map((folder) => `${folder}/**/*.test.ts`),
    processes: mochaFolders.map((folder) => `${folder}/**/*.process.test.ts`),
    'end-to-end': [`${endToEnd}/**/*.test.ts`],
    organizations: [`${organizations}/**/*.test.ts`],
    operations: [`${operations}/**/*.test.ts`],
  }[suite];
  const whole = wholeFolders.flatMap((folder) => ['--ignore', `${folder}/**`]);
  const others = [...whole, '--ignore', '**/*.process.test.ts'];
  // A whole rehearsal takes a core and a half, and half a gigabyte.
  const isWhole = ['end-to-end', 'organizations', 'operations'].includes(suite);
  const jobs = isWhole ? Math.min(workers, 2) : workers;
  const parallel = ['--parallel', '--jobs', `${jobs}`];
  const args = [...(suite === 'unit' ? others : []), ...parallel, ...globs];
  return mocha(suite, args, grep);
}

function ofFiles(suite: Suite, files: readonly string[], grep: string | undefined): Run {
  return suite === 'embedded-aws'
    ? { suite, runner: 'pytest', args: [...k(grep), ...files] }
    : mocha(suite, files, grep);
}

function mocha(suite: Suite, args: readonly string[], grep: string | undefined): Run {
  const options = {
    unit: ['--require', 'scripts/test/no-processes.cjs'],
    processes: [],
    'end-to-end': ['--timeout', '1200000'],
    organizations: ['--timeout', '1200000'],
    operations: ['--timeout', '1200000'],
    'embedded-aws': [],
  }[suite];
  return { suite, runner: 'mocha', args: [...options, ...(grep ? ['--grep', grep] : []), ...args] };
}

/** Names of pytest are sentences with underscores; an expression (`a and not b`) stays one. */
function k(grep: string | undefined): string[] {
  if (!grep) {
    return [];
  }
  return ['-k', /\b(and|or|not)\b/.test(grep) ? grep : grep.trim().replace(/\s+/g, '_')];
}
