// All tests: functions, coverage and runner (mocha), the embedded AWS (pytest),
// then whole rehearsals of good and bad input (mocha). `npm test -- unit` runs
// one of the three.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const mocha = path.join(root, 'node_modules/mocha/bin/mocha.js');
const python = path.join(root, 'rehearsal/.venv/bin/python');

const suites = {
  unit: [
    process.execPath,
    [mocha, '--ignore', 'test/end-to-end/**', 'test/**/*.test.ts', 'rehearsal/test/**/*.test.ts'],
  ],
  'embedded-aws': [python, ['-m', 'pytest', '-q', 'test/rehearsal/embedded-aws']],
  'end-to-end': [process.execPath, [mocha, '--timeout', '1200000', 'test/end-to-end/**/*.test.ts']],
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in suites));
if (unknown) {
  process.stderr.write(`no tests are called ${unknown}: use ${Object.keys(suites).join(', ')}\n`);
  process.exit(2);
}

let failed = [];
for (const [name, [command, args]] of Object.entries(suites)) {
  if (wanted.length > 0 && !wanted.includes(name)) {
    continue;
  }
  process.stdout.write(`\n── ${name}\n`);
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      PYTHONPATH: path.join(root, 'rehearsal/embedded-aws'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  failed = status === 0 ? failed : [...failed, name];
}
process.stdout.write(
  failed.length === 0 ? '\nall tests passed\n' : `\nfailed: ${failed.join(', ')}\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
