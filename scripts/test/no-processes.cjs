// Keeps unit tests quick: whatever starts a process is tested in a *.process.test.ts file.
// mocha loads it by --require, and calls the hook where tests run: in its workers, not where it
// starts them. https://mochajs.org/#root-hook-plugins
const childProcess = require('node:child_process');
const { syncBuiltinESMExports } = require('node:module');

function refuse(command) {
  const file = typeof command === 'string' ? command : command?.file;
  throw new Error(`a unit test starts a process (${file}): call its file *.process.test.ts`);
}

exports.mochaHooks = {
  beforeAll() {
    // spawn, exec, execFile and fork all come here.
    childProcess.ChildProcess.prototype.spawn = refuse;
    for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
      childProcess[name] = refuse;
    }
    syncBuiltinESMExports();
  },
};
