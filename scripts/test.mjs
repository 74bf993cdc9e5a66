// The tests: `npm test` runs all of them, `npm test -- unit` a suite, `npm test -- FILE...` files,
// each narrowed by `--grep PATTERN`. What runs is decided in test/plan.ts.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { planTests, TestCommandError } from './test/plan.ts';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const commands = {
  mocha: [process.execPath, path.join(root, 'node_modules/mocha/bin/mocha.js')],
  pytest: [path.join(root, 'rehearsal/.venv/bin/python'), '-m', 'pytest', '-q'],
};
const env = {
  ...process.env,
  PYTHONPATH: path.join(root, 'rehearsal/embedded-aws'),
  PYTHONDONTWRITEBYTECODE: '1',
  // Each command that a test starts as a process compiles its TypeScript once only.
  // https://nodejs.org/api/module.html#module-compile-cache
  NODE_COMPILE_CACHE:
    process.env.NODE_COMPILE_CACHE ?? path.join(root, 'node_modules/.cache/node-compile-cache'),
};

/** Whether it passes. */
function perform({ suite, runner, args }) {
  const [command, ...first] = commands[runner];
  process.stdout.write(`\n── ${suite}\n`);
  return spawnSync(command, [...first, ...args], { cwd: root, stdio: 'inherit', env }).status === 0;
}

try {
  const runs = planTests(process.argv.slice(2), availableParallelism());
  const failed = runs.filter((run) => !perform(run)).map(({ suite }) => suite);
  const verdict = failed.length === 0 ? 'all tests passed' : `failed: ${failed.join(', ')}`;
  process.stdout.write(`\n${verdict}\n`);
  process.exitCode = failed.length === 0 ? 0 : 1;
} catch (error) {
  if (!(error instanceof TestCommandError)) {
    throw error;
  }
  process.stderr.write(`test: ${error.message}\n`);
  process.exitCode = 2;
}
