import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { prepareContainer } from '../../../security-audit/scanners/engine.ts';
import { prowler } from '../../../security-audit/scanners/tools/prowler.ts';
import { CommandBench } from '../command-bench.ts';

describe('the engine of containers', () => {
  let bench: CommandBench;

  beforeEach(() => {
    bench = new CommandBench();
  });

  afterEach(() => bench.remove());

  const environment = (more: object = {}) => ({
    ...{ PATH: process.env['PATH'], HOME: bench.folder, CONTAINER_ENGINE: bench.engine },
    ...more,
  });
  const engineIs = (mode: object) =>
    writeFileSync(path.join(bench.folder, 'engine.json'), JSON.stringify(mode));
  const prepare = (more: object = {}) =>
    prepareContainer(prowler, {
      ...{ environment: environment(more), output: bench.output, tell: () => undefined },
    });
  const failureOf = (more: object = {}) => prepare(more).catch((error: unknown) => String(error));

  it('is tried once, as scans are run, before any account is scanned', async () => {
    const { code, stdout } = await bench.audit(
      ['--container', '222222222222', '333333333333'],
      {},
      { env: environment() },
    );

    const [, , probe = '', ...scans] = bench.containers();
    expect([code, scans.length]).to.deep.equal([0, 2]);
    expect(stdout).to.contain('2 of 2 accounts scanned');
    expect(bench.runs()[0]?.tools).to.deep.equal([{ name: 'prowler', version: '5.46.0' }]);
    const user = /--user \S+ --network host --cap-drop ALL/;
    for (const line of [probe, ...scans]) {
      expect(line).to.match(user);
    }
  });

  it('leaves nothing of its trial behind', async () => {
    await prepare();

    expect(readdirSync(path.join(bench.output, '.scratch'))).to.deep.equal([]);
  });

  it('is podman where it says so, whatever it is called', async () => {
    engineIs({ podman: true });

    expect((await prepare()).launcher.isPodman).to.equal(true);
  });

  it('reports how to get an image that is not there, and scans nothing', async () => {
    const { code, stderr } = await bench.audit(
      ['--container'],
      {},
      { env: environment({ PROWLER_IMAGE: 'prowlercloud/prowler:5.46.0' }) },
    );

    expect(code).to.equal(2);
    expect(stderr).to.contain(
      'Prowler does not start in a container of prowlercloud/prowler:5.46.0 (Unable to find image',
    );
    expect(stderr).to.contain('build that image as security-audit/README.md describes');
    expect(bench.started()).to.deep.equal([]);
  });

  it('is of no use where a container may not write reports', async () => {
    engineIs({ rootless: true });

    expect(await failureOf()).to.contain('cannot create /reports/probe: Permission denied');
  });

  it('is of no use where reports stay on another machine', async () => {
    engineIs({ remote: true });

    expect(await failureOf()).to.match(
      /^ScannerError: Files that a container writes do not reach \S+probe-\w+: use an engine of this machine/,
    );
  });
});
