import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import fc from 'fast-check';
import { askCode } from '../../security-audit/access/ask-code.ts';
import { renderSummary } from '../../security-audit/reports/summary.ts';
import { progressOn } from '../../security-audit/runs/progress.ts';
import type { Job } from '../../security-audit/runs/run.ts';
import { listen, oneLine } from '../../security-audit/scanners/said.ts';
import { prowler } from '../../security-audit/scanners/tools/prowler.ts';
import type { Run, Scan } from '../../security-audit/types.ts';

const scanned: Scan = {
  account: { id: '222222222222', name: 'Production' },
  ...{ tool: 'prowler', status: 'scanned', files: [], seconds: 65 },
  failures: { critical: 1, high: 2, medium: 3, low: 4, informational: 5 },
};
const failed: Scan = {
  account: { id: '333333333333', name: 'Sand\u001B[31mbox\n' },
  ...{ tool: 'prowler', status: 'failed', files: [], seconds: 1, reason: 'it is\u0007 broken' },
};
const run: Run = {
  ...{ id: 'x', date: '2026-11-28', startedAt: 'x', role: 'R', scans: [scanned, failed] },
  tools: [{ name: 'prowler', version: '5.46.0' }],
  accounts: [scanned, failed].map(({ account }) => ({ ...account, state: 'ACTIVE' })),
};
const job: Job = {
  account: { id: '222222222222', name: 'Production', state: 'A' },
  tool: 'prowler',
};

function screen(isTTY: boolean) {
  let text = '';
  const output = {
    ...{ isTTY, columns: 60 },
    write(more: string) {
      text += more;
    },
  };
  return { output, text: () => text };
}

describe('what the command writes', () => {
  it('sums up with what was not scanned first, and how many were last', () => {
    const lines = renderSummary(run, { color: false }).trim().split('\n');

    expect(lines[3]).to.match(/│ 333333333333 │ Sandbox .* failed .* - .* it is broken /);
    expect(lines[5]).to.match(/│ 222222222222 │ Production .* scanned .* 1 .* 2 .* 3 .* 4 /);
    expect(lines.at(-1)).to.equal('1 of 2 accounts scanned');
  });

  it('fits into the terminal, if that is not too narrow', () => {
    for (const width of [120, 200]) {
      const lines = renderSummary(run, { color: false, width }).split('\n');

      expect(lines[0]?.length).to.equal(width);
    }
    expect(renderSummary(run, { color: false, width: 40 }).split('\n')[0]?.length).to.equal(119);
  });

  it('counts an account whose second tool failed as not scanned', () => {
    const tools: Run['tools'] = [...run.tools, { name: 'scoutsuite', version: '5.14.0' }];

    expect(renderSummary({ ...run, tools }, { color: false })).to.contain(
      '0 of 2 accounts scanned',
    );
  });

  it('says how many of the scanned accounts had errors, each counted once', () => {
    const doubtful: Scan = { ...scanned, errors: 2, reason: '2 errors in its log' };
    const both: Scan[] = [doubtful, { ...doubtful, tool: 'scoutsuite' }];
    const tools: Run['tools'] = [...run.tools, { name: 'scoutsuite', version: '5.14.0' }];
    const half: Scan = { ...doubtful, account: failed.account };

    const text = renderSummary({ ...run, tools, scans: [...both, half] }, { color: false });

    expect(text).to.match(/\n1 of 2 accounts scanned, 1 with errors\n$/);
  });

  it('says which calls the audit role denied on purpose, and does not count them as errors', () => {
    const denied: Scan = { ...scanned, denied: { 'glue:GetConnections': 17 } };

    const text = renderSummary({ ...run, scans: [denied, failed] }, { color: false });

    expect(text.trim().split('\n').slice(-2)).to.deep.equal([
      '1 of 2 accounts scanned',
      'denied by the audit role on purpose, not counted as errors: glue:GetConnections (17)',
    ]);
  });

  it('counts checks without a result apart from those that passed', () => {
    const partly: Scan = { ...scanned, checks: { asked: 649, noResult: 480 } };

    expect(renderSummary({ ...run, scans: [partly, failed] }, { color: false })).to.contain(
      '\nchecks without a result, which is not a pass: up to 480 in an account\n',
    );
  });

  it('has colours only when it is asked to', () => {
    const [plain, painted] = [false, true].map((color) => renderSummary(run, { color }));

    expect(plain).not.to.contain('\u001B[');
    expect(painted).to.contain('\u001B[31m1 of 2 accounts scanned');
    expect(stripVTControlCharacters(painted ?? '')).to.equal(plain);
  });

  it('reports each scan that has ended, on a line of its own', () => {
    const { output, text } = screen(false);
    const progress = progressOn(output, { total: 2, color: false, now: () => 0 });

    progress.start(job);
    progress.finish(job, scanned);
    progress.finish(job, failed);
    progress.end();

    expect(text()).to.equal(
      '✔ [1/2] 222222222222 Production prowler, 65 s: 15 failed checks\n' +
        '✖ [2/2] 333333333333 Sandbox prowler, 1 s: failed: it is broken\n',
    );
  });

  it('shows what is under way on a terminal, on one line that fits', () => {
    const { output, text } = screen(true);
    const progress = progressOn(output, { total: 2, color: false, now: () => 0 });

    progress.start(job);
    progress.tell('hello');
    progress.end();

    const lines = text().split('\r\u001B[K');
    expect(lines).to.deep.equal([
      '',
      'hello\n',
      '0/2 done; in progress: Production prowler 0 s',
      '',
    ]);
  });

  it('is printable, on one line and short, whatever a scanner says', () => {
    const unit = fc.constantFrom(...'aä😀 \t\r\n\0\u0007\u001B[31m\u009B\u200B\u202E\uFEFF');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 600 }), (text) => {
        const line = oneLine(text);

        expect(line.length).to.be.at.most(300);
        expect(line).not.to.match(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('keeps the last line that reports an error, else the last line', () => {
    const quiet = listen(prowler, '222222222222');
    const loud = listen(prowler, '222222222222');
    for (const line of ['one', 'two', '']) {
      quiet.onLine(line);
    }
    for (const line of ['one', 'first error', '2 ERROR: last', 'bye']) {
      loud.onLine(line);
    }

    expect(quiet.said).to.include({ telling: 'two', errors: 0, isEmpty: false });
    expect(loud.said).to.include({ telling: '2 ERROR: last', errors: 1, isEmpty: false });
  });

  const answer = async (typed: string) => {
    const input = Object.assign(new PassThrough(), { isTTY: true });
    const { output, text } = screen(true);
    const code = askCode('arn:mfa', { input, output, signal: new AbortController().signal }).catch(
      (one: unknown) => String(one),
    );
    input.write(typed);
    return { code: await code, shown: text() };
  };

  it('does not show the code that it asks for', async () => {
    expect(await answer('123456\n')).to.deep.equal({
      ...{ code: '123456', shown: 'Code of arn:mfa: \n' },
    });
  });

  it('does not take for a code what is none', async () => {
    expect((await answer('12345\n')).code).to.equal(
      'OptionError: The code of an MFA device has six digits',
    );
    expect((await answer('\u0003')).code).to.equal('InterruptedError: No code was given');
  });
});
