import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect } from 'chai';

const hook = path.join(import.meta.dirname, '../../../scripts/test/no-processes.cjs');

describe('a unit test that starts a process', () => {
  for (const call of [
    "spawn('true')",
    "exec('true')",
    "execFileSync('true')",
    "spawnSync('true')",
  ]) {
    it(`fails: ${call}`, () => {
      const name = call.split('(')[0];
      const code = `import { ${name} } from 'node:child_process'; ${call}`;
      const start = `require('${hook}').mochaHooks.beforeAll(); import('data:text/javascript,' + encodeURIComponent(${JSON.stringify(code)}))`;
      const input = ['--eval', start];

      const { status, stderr } = spawnSync(process.execPath, input, { encoding: 'utf8' });

      expect(status).to.equal(1);
      expect(stderr).to.match(/a unit test starts a process \(.*\): call its file \*\.process/);
    });
  }
});
