import { setTimeout } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { CommandBench, listed, named } from './command-bench.ts';
import { type Call, fakeAws } from './fakes.ts';

describe('a run of npm run security-audit that continues', () => {
  let bench: CommandBench;

  beforeEach(() => {
    bench = new CommandBench();
  });

  afterEach(() => bench.remove());

  const accountsOfFiles = (calls: readonly Call[]) => [
    ...new Set(named(calls, 'PutObject').map(({ Key }) => String(Key).split('/')[0])),
  ];

  it('keeps accounts that were scanned before it was interrupted, and tries others again', async () => {
    bench.modes({ '222222222222': 'failing' });
    const interrupted = new AbortController();
    const first = await bench.audit(
      ['222222222222', '333333333333', '444444444444', '-p', '1'],
      {},
      {
        signal: interrupted.signal,
        stderr: {
          write: (text) => /\[2\/3\]/.test(text) && interrupted.abort(),
        },
      },
    );
    bench.modes({});
    bench.now += 3_600_000 * 24;

    const second = await bench.audit(['--resume', '-p', '1']);

    expect([first.code, second.code]).to.deep.equal([130, 0]);
    expect(bench.started()).to.deep.equal([
      '222222222222',
      '333333333333',
      '222222222222',
      '444444444444',
    ]);
    expect(bench.runs()).to.have.length(1);
    expect(bench.runs()[0]).to.include({ id: '2026-11-28T09-30-00Z', date: '2026-11-28' });
    expect(second.stdout).to.contain('3 of 3 accounts scanned\n');
  });

  it('tries again what failed, also when it came to its end', async () => {
    bench.modes({ '222222222222': 'failing' });
    const accounts = ['222222222222', '333333333333', '444444444444'];
    const first = await bench.audit(accounts, { refused: ['444444444444'] });
    bench.modes({});
    bench.now += 60_000;

    const second = await bench.audit(['--resume']);

    expect([first.code, second.code]).to.deep.equal([1, 0]);
    expect(first.stderr).to.contain('use --resume to retry accounts that were not scanned\n');
    expect(second.stderr).not.to.contain('--resume');
    expect(bench.started().sort()).to.deep.equal([
      '222222222222',
      '222222222222',
      '333333333333',
      '444444444444',
    ]);
    expect(bench.runs().map(({ id, finishedAt }) => [id, finishedAt])).to.deep.equal([
      ['2026-11-28T09-30-00Z', '2026-11-28T09:31:00.000Z'],
    ]);
    expect(second.stdout).to.contain('3 of 3 accounts scanned\n');
  });

  it('is not finished while it continues', async () => {
    bench.modes({ '222222222222': 'failing' });
    await bench.audit(['222222222222']);
    bench.modes({ '222222222222': 'wait' });
    const interrupted = new AbortController();
    const going = bench.audit(['--resume'], {}, { signal: interrupted.signal });
    await bench.appears('hanging.txt');

    const [meanwhile] = bench.runs();

    interrupted.abort();
    expect((await going).code).to.equal(130);
    expect(meanwhile).not.to.have.property('finishedAt');
    expect(bench.runs()[0]).not.to.have.property('finishedAt');
  });

  it('sends what could not be uploaded, and needs no scanner for it', async () => {
    const refusedKeys = /^333.*csv$/;
    const first = await bench.audit(['--upload', '222222222222', '333333333333'], { refusedKeys });
    const env = { PATH: process.env['PATH'], PROWLER: '/nowhere/prowler' };

    const second = await bench.audit(['--resume', '--upload'], {}, { env });
    const third = await bench.audit(['--resume', '--upload'], {}, { env });

    expect([first.code, second.code, third.code]).to.deep.equal([1, 0, 2]);
    expect(first.stderr).to.contain('use --resume --upload to upload the missing reports\n');
    expect(second.stderr).to.contain('4 of 4 files uploaded');
    expect(accountsOfFiles(second.calls)).to.deep.equal(['333333333333']);
    expect(third.stderr).to.contain('the last one has nothing left to scan or upload');
    expect(bench.started()).to.have.length(2);
  });

  it('sends all of it when nothing was uploaded before', async () => {
    await bench.audit(['222222222222']);

    const { code, calls } = await bench.audit(['--resume', '--upload']);

    expect(code).to.equal(0);
    expect(accountsOfFiles(calls)).to.deep.equal(['222222222222']);
  });

  it('sends the reports of a scan that was made again', async () => {
    bench.modes({ '222222222222': 'failing' });
    await bench.audit(['--upload', '222222222222', '333333333333']);
    bench.modes({});

    const { code, calls } = await bench.audit(['--resume', '--upload']);

    expect(code).to.equal(0);
    expect(accountsOfFiles(calls)).to.deep.equal(['222222222222']);
    expect(named(calls, 'PutObject')).to.have.length(4);
  });

  it('sends the rest when it was interrupted while it sent', async () => {
    const interrupted = new AbortController();
    const { buildClients } = fakeAws({ accounts: listed });
    let sent = 0;
    const first = await bench.audit(
      ['--upload', '-p', '1', '222222222222', '333333333333'],
      {},
      {
        signal: interrupted.signal,
        buildClients(options) {
          const { s3, ...others } = buildClients(options);
          const send = async (command: never) => {
            sent += (command as object) instanceof PutObjectCommand ? 1 : 0;
            if (sent > 4) {
              // The second account has begun, and the first one comes to its end.
              await setTimeout(50);
              interrupted.abort();
            }
            return await s3.send(command);
          };
          return { ...others, s3: { send } as never };
        },
      },
    );

    const second = await bench.audit(['--resume', '--upload']);

    expect([first.code, second.code]).to.deep.equal([130, 0]);
    expect(first.stderr).to.contain('4 of 8 files uploaded').and.not.contain('not uploaded:');
    expect(accountsOfFiles(second.calls)).to.deep.equal(['333333333333']);
  });

  it('is none when the last one has nothing left to do', async () => {
    bench.modes({ '222222222222': 'failing' });
    await bench.audit(['222222222222']);
    bench.modes({});
    bench.now += 60_000;
    await bench.audit(['222222222222']);

    const { code, stderr } = await bench.audit(['--resume']);

    expect(code).to.equal(2);
    expect(stderr).to.match(
      /No run in .* was interrupted, and the last one has nothing left to scan: remove --resume to start one\n$/,
    );
  });

  it('is none where there was not a run', async () => {
    const { code, stderr } = await bench.audit(['--resume']);

    expect(code).to.equal(2);
    expect(stderr).to.match(/There is no run in .*: remove --resume to start one\n$/);
  });
});
