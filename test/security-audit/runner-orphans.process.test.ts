import path from 'node:path';
import { expect } from 'chai';
import { filesBelow } from '../../security-audit/scanners/redact.ts';
import { isRunning, until } from './fakes.ts';
import { benchWithAws } from './runner-bench.ts';

const ids = Array.from({ length: 8 }, (_, index) => `${index + 1}`.repeat(12));
const [first = '', ...others] = ids;
const orphaned = others.slice(0, 4);

describe('the runner, after it was killed with several scans under way', function () {
  this.timeout(120_000);
  // Before what they write to is removed.
  afterEach(() => {
    for (const pid of around.bench.orphans().filter(isRunning)) {
      process.kill(pid, 'SIGKILL');
    }
  });
  const around = benchWithAws(ids);

  it('continues beside the scanners that it has left, and takes nothing of theirs', async () => {
    around.bench.modes(Object.fromEntries(orphaned.map((id) => [id, 'orphan'])));
    const child = around.bench.start('-p', '4');
    const ended = around.bench.finish(child);
    await until(() => around.bench.orphans().length === 4, 'four scans at a time');
    child.kill('SIGKILL');
    await ended;
    around.bench.modes({});

    const { code, said } = await around.bench.finish(around.bench.start('-p', '4', '--resume'));

    expect(around.bench.orphans().map(isRunning)).to.deep.equal([true, true, true, true]);
    expect(code, said).to.equal(0);
    expect(said).to.contain('8 of 8 accounts scanned');
    const { scans, date } = around.bench.savedRun();
    expect(scans.map(({ account }) => account.id).sort()).to.deep.equal(ids);
    // An orphan finds three things.
    expect(scans.map(({ failures }) => failures?.high)).to.deep.equal(ids.map(() => 1));
    for (const id of ids) {
      const folder = `${id}/prowler/${date}`;
      expect(await filesBelow(path.join(around.bench.output, folder))).to.deep.equal(
        ['csv', 'html', 'log', 'ocsf.json'].map((end) => `prowler.${end}`),
      );
      expect(around.bench.read(`${folder}/prowler.log`)).not.to.contain('orphan');
    }
    expect(around.bench.started().filter((id) => id === first)).to.have.length(1);
  });
});
