import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { renderPage } from '../../security-audit/page/index.ts';
import type { Surroundings } from '../../security-audit/runs/steps.ts';
import { CommandBench } from './command-bench.ts';

describe('the page of npm run security-audit that was interrupted', () => {
  let bench: CommandBench;

  beforeEach(() => {
    bench = new CommandBench();
  });

  afterEach(() => bench.remove());

  /** Two accounts, and the second one is never done. */
  const interrupt = async (more: Partial<Surroundings> = {}) => {
    bench.modes({ '333333333333': 'wait' });
    const interrupted = new AbortController();
    const ended = bench.audit(
      ['222222222222', '333333333333', '-p', '1'],
      {},
      { signal: interrupted.signal, ...more },
    );
    await bench.appears('hanging.txt');
    interrupted.abort();
    return await ended;
  };

  it('says so, and has what was scanned', async () => {
    const { code, stderr } = await interrupt({ renderPage });

    expect(code).to.equal(130);
    expect(stderr).to.contain('1 of 2 accounts are scanned: continue with --resume\n');
    expect(bench.read('index.html'))
      .to.contain('1 of 2 accounts scanned')
      .and.contain('This run was interrupted.');
    expect(bench.runs()[0]).not.to.have.property('finishedAt');
  });

  it('is no longer that of the run before, to which it is compared', async () => {
    await bench.audit(['222222222222', '333333333333']);
    bench.now += 60_000;

    const { pages } = await interrupt();

    expect(pages).to.have.length(1);
    expect(pages[0]?.run.id).to.equal('2026-11-28T09-31-00Z');
    expect(pages[0]?.run).not.to.have.property('finishedAt');
    expect(pages[0]?.findings.map(({ account }) => account)).to.deep.equal(['222222222222']);
    expect(pages[0]?.previous?.run.id).to.equal('2026-11-28T09-30-00Z');
  });

  it('is nothing that a later run is compared with', async () => {
    await interrupt();
    bench.modes({});
    bench.now += 60_000;

    const { pages } = await bench.audit(['222222222222']);

    expect(pages[0]).not.to.have.property('previous');
    const findings = 'runs/2026-11-28T09-30-00Z.findings.json.gz';
    expect(existsSync(path.join(bench.output, findings))).to.equal(false);
  });

  it('is given up when it takes long, and the run can be resumed all the same', async () => {
    const { code, stderr } = await interrupt({
      pageLimit: () => AbortSignal.abort(new Error('It takes long')),
      renderPage: () => expect.fail('It has not been waited for'),
    });

    expect(code).to.equal(130);
    expect(stderr)
      .to.contain('index.html was not updated: Error: It takes long')
      .and.contain('1 of 2 accounts are scanned: continue with --resume\n');
  });

  it('that cannot be made does not hide how to continue', async () => {
    const { code, stderr } = await interrupt({
      renderPage() {
        throw new Error('ENOSPC');
      },
    });

    expect(code).to.equal(130);
    expect(stderr)
      .to.contain('index.html was not updated: Error: ENOSPC')
      .and.contain('continue with --resume\n');
  });
});
