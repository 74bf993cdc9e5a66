import { expect } from 'chai';
import { runCounter } from '../../../handlers/security-audit/metric.ts';
import { idAt } from './world.ts';

describe('the metrics of the security audit', () => {
  it('are a line of the log that CloudWatch reads', () => {
    const lines: string[] = [];
    const count = runCounter(
      (line) => void lines.push(line),
      () => new Date('2026-11-28T03:41:07Z'),
      'ofn-audit',
    );

    const missed = { id: idAt(1), name: 'B', status: 'failed' as const, reason: 'x' };
    const doubtful = { id: idAt(2), name: 'C', errors: { prowler: 3 }, refused: {} };
    count({
      ...{ run: 'r', date: 'd', accounts: 2, scanned: 1, notScanned: [missed] },
      ...{ withErrors: [doubtful], errorsUnknown: 0, denied: {}, skipped: [] },
    });

    expect(lines.map((line) => JSON.parse(line))).to.deep.equal([
      {
        timestamp: '2026-11-28T03:41:07.000Z',
        level: 'ERROR',
        message: '1 of 2 accounts scanned, 1 with errors',
        action: 'finish-run',
        run: 'r',
        skipped: 0,
        AccountsScanned: 1,
        AccountsNotScanned: 1,
        AccountsWithErrors: 1,
        _aws: {
          Timestamp: 1795837267000,
          CloudWatchMetrics: [
            {
              Namespace: 'ofn-audit',
              Dimensions: [[]],
              Metrics: [
                { Name: 'AccountsScanned', Unit: 'Count' },
                { Name: 'AccountsNotScanned', Unit: 'Count' },
                { Name: 'AccountsWithErrors', Unit: 'Count' },
              ],
            },
          ],
        },
      },
    ]);
  });
});
