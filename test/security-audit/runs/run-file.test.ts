import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { pack, unpack } from '../../../security-audit/reports/findings-file.ts';
import {
  lastUnfinished,
  loadRuns,
  runId,
  type SavedRun,
  saveRun,
} from '../../../security-audit/runs/run-file.ts';

const runAt = (hour: string, finishedAt?: string): SavedRun => ({
  ...{ id: `2026-11-28T${hour}-00-00Z`, date: '2026-11-28', startedAt: '2026-11-28T09:00:00Z' },
  ...{ role: 'R', tools: [{ name: 'prowler', version: '5.46.0' }], choices: { regions: ['r'] } },
  accounts: [{ id: '222222222222', name: 'Production', state: 'ACTIVE' }],
  scans: [
    {
      account: { id: '222222222222', name: 'Production' },
      ...{ tool: 'prowler', status: 'failed', reason: 'it is', files: [] },
    },
  ],
  ...(finishedAt && { finishedAt }),
});

describe('the file of a run', () => {
  let output: string;

  beforeEach(() => {
    output = mkdtempSync(path.join(tmpdir(), 'runs-'));
  });

  afterEach(() => rmSync(output, { recursive: true }));

  it('is named by the second in which the run began', () => {
    expect(runId(new Date('2026-11-28T09:30:00.123Z'))).to.equal('2026-11-28T09-30-00Z');
  });

  it('is read as it was written, the earliest first', async () => {
    const runs = [runAt('09', '2026-11-28T10:00:00Z'), runAt('10')];
    await saveRun(output, runs[1] as SavedRun);
    await saveRun(output, runs[0] as SavedRun);

    expect(await loadRuns(output)).to.deep.equal(runs);
    expect(readdirSync(path.join(output, 'runs'))).to.deep.equal([
      '2026-11-28T09-00-00Z.json',
      '2026-11-28T10-00-00Z.json',
    ]);
  });

  it('is not there before the first run', async () => {
    expect(await loadRuns(path.join(output, 'nothing'))).to.deep.equal([]);
  });

  it('that was left by a run that ended half-way is found', () => {
    const finished = { ...runAt('10', 'then'), accounts: [], scans: [] };
    const runs = [runAt('08'), runAt('09'), finished];

    expect(lastUnfinished(runs, { upload: false })?.id).to.equal('2026-11-28T09-00-00Z');
    expect(lastUnfinished([finished], { upload: true })).to.equal(undefined);
  });

  const bad: [what: string, change: object | string][] = [
    ['no JSON', '{'],
    ['no run', '[]'],
    ['of an account that is a path', { accounts: [{ id: '../../..', name: '', state: 'ACTIVE' }] }],
    ['of a date that is a path', { date: '../..' }],
    ['of an unknown tool', { tools: [{ name: '../nessus', version: '1' }] }],
    [
      'of a scan without an account',
      { scans: [{ tool: 'prowler', status: 'scanned', files: [] }] },
    ],
  ];
  for (const [what, change] of bad) {
    it(`is refused when it is ${what}`, async () => {
      const text =
        typeof change === 'string' ? change : JSON.stringify({ ...runAt('09'), ...change });
      mkdirSync(path.join(output, 'runs'));
      writeFileSync(path.join(output, 'runs/2026-11-28T09-00-00Z.json'), text);

      const error = await loadRuns(output).catch((one: unknown) => one);

      expect(String(error)).to.match(
        /^AuditError: .*(is not JSON|is not a run of this command): move it away$/,
      );
    });
  }

  it('of findings has them all', () => {
    const text = fc.string();
    const finding = fc.record({
      ...{ account: text, check: fc.constantFrom('a', 'b'), title: text, service: text },
      ...{ tool: fc.constantFrom('prowler', 'scoutsuite'), controls: fc.array(text) },
      ...{ severity: fc.constantFrom('high', 'low'), region: text, resource: text },
    });
    fc.assert(
      fc.property(fc.array(finding), (findings) => {
        expect(unpack(JSON.parse(JSON.stringify(pack(findings as never))))).to.deep.equal(findings);
      }),
    );
  });
});
