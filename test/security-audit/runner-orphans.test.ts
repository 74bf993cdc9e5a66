import path from 'node:path';
import { expect } from 'chai';
import { filesBelow } from '../../security-audit/redact.ts';
import { startFakeAws } from './fake-aws.ts';
import { isRunning, until } from './fakes.ts';
import { RunnerBench } from './runner-bench.ts';

const ids = Array.from({ length: 8 }, (_, index) => `${index + 1}`.repeat(12));
const [first = '', ...others] = ids;
const orphaned = others.slice(0, 4);

describe('the runner, after it was killed with several scans under way', function () {
  this.timeout(30_000);
  let bench: RunnerBench;
  let aws: Awaited<ReturnType<typeof startFakeAws>>;

  beforeEach(async () => {
    bench = new RunnerBench();
    aws = await startFakeAws(ids);
    bench.environment = aws.environment;
  });

  afterEach(() => {
    for (const pid of bench.orphans().filter(isRunning)) process.kill(pid, 'SIGKILL');
    aws.close();
    bench.remove();
  });

  it('goes on beside the scanners that it has left, and takes nothing of theirs', async () => {
    bench.modes(Object.fromEntries(orphaned.map((id) => [id, 'orphan'])));
    const child = bench.start('-p', '4');
    const ended = bench.finish(child);
    await until(() => bench.orphans().length === 4, 'four scans at a time');
    child.kill('SIGKILL');
    await ended;
    bench.modes({});

    const { code, said } = await bench.finish(bench.start('-p', '4', '--resume'));

    expect(bench.orphans().map(isRunning)).to.deep.equal([true, true, true, true]);
    expect(code, said).to.equal(0);
    expect(said).to.contain('8 of 8 accounts scanned');
    const { scans, date } = bench.savedRun();
    expect(scans.map(({ account }) => account.id).sort()).to.deep.equal(ids);
    // An orphan finds three things.
    expect(scans.map(({ failures }) => failures?.high)).to.deep.equal(ids.map(() => 1));
    for (const id of ids) {
      const folder = `${id}/prowler/${date}`;
      expect(await filesBelow(path.join(bench.output, folder))).to.deep.equal(
        ['csv', 'html', 'log', 'ocsf.json'].map((end) => `prowler.${end}`),
      );
      expect(bench.read(`${folder}/prowler.log`)).not.to.contain('orphan');
    }
    expect(bench.started().filter((id) => id === first)).to.have.length(1);
  });
});
