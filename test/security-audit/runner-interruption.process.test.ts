import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { isRunning } from './fakes.ts';
import { benchWithAws } from './runner-bench.ts';

const ids = ['222222222222', '333333333333', '444444444444'] as const;

/** AWS, when the network is bad: it takes every call, and answers none. */
async function startSilentAws() {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    server,
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
    },
  };
}

describe('the runner, when it is interrupted', function () {
  this.timeout(120_000);
  const around = benchWithAws(ids);

  it('ends its scanners, and can be resumed', async () => {
    around.bench.modes({ '222222222222': 'wait' });
    const child = around.bench.start('-p', '1');
    const ended = around.bench.finish(child);
    const pids = await around.bench.hanging();

    child.kill('SIGINT');

    const { code, said } = await ended;
    expect(code).to.equal(130);
    expect(said).to.contain('0 of 3 accounts are scanned: continue with --resume');
    expect(pids.map(isRunning)).to.deep.equal([false, false]);
    expect(around.bench.savedRun().finishedAt).to.equal(undefined);
    expect(existsSync(path.join(around.bench.output, '.lock'))).to.equal(false);
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`ends at ${signal} while AWS does not answer`, async () => {
      const silent = await startSilentAws();
      around.bench.environment = { ...around.bench.environment, AWS_ENDPOINT_URL: silent.url };
      const child = around.bench.start();
      const ended = around.bench.finish(child);
      await once(silent.server, 'connection');
      const begun = performance.now();

      child.kill(signal);

      const { code, said } = await ended;
      silent.close();
      expect(code).to.equal(130);
      expect(said).to.match(/^security-audit: Interrupted before the first scan$/m);
      expect(performance.now() - begun).to.be.below(5_000);
      expect(existsSync(path.join(around.bench.output, '.lock'))).to.equal(false);
    });
  }

  it('ends in order when the same Ctrl-C comes twice, as with npm', async () => {
    around.bench.modes({ '222222222222': 'hang' });
    const child = around.bench.start('-p', '1');
    const ended = around.bench.finish(child);
    await around.bench.hanging();

    child.kill('SIGINT');
    await setTimeout(100);
    child.kill('SIGINT');

    const { code, said } = await ended;
    expect(code).to.equal(130);
    expect(said)
      .to.contain('a second Ctrl-C ends immediately')
      .and.contain('continue with --resume');
    expect(existsSync(path.join(around.bench.output, '.lock'))).to.equal(false);
  });

  it('ends at once at a second Ctrl-C, and no scanner is left', async () => {
    around.bench.modes({ '222222222222': 'hang' });
    const child = around.bench.start('-p', '1');
    const ended = around.bench.finish(child);
    const pids = await around.bench.hanging();
    child.kill('SIGINT');
    await setTimeout(1_500);
    const begun = performance.now();

    child.kill('SIGINT');

    const { code, said } = await ended;
    expect(code).to.equal(130);
    expect(said).not.to.contain('continue with --resume');
    // A scanner that does not end by itself is given five seconds.
    expect(performance.now() - begun).to.be.below(2_500);
    await setTimeout(100);
    expect(pids.map(isRunning)).to.deep.equal([false, false]);
  });
});
