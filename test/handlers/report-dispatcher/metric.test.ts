import { expect } from 'chai';
import { quarantineCounter } from '../../../handlers/report-dispatcher/metric.ts';

describe('a report in quarantine', () => {
  it('is counted by a line that CloudWatch makes a metric of', () => {
    const lines: string[] = [];
    const now = () => new Date('2026-11-21T06:00:00.000Z');
    const count = quarantineCounter((line) => void lines.push(line), now, 'audit');

    count({ key: 'a', reason: 'no-account' });

    expect(lines).to.have.length(1);
    expect(lines[0]).to.match(/^[^\n]+\n$/);
    expect(JSON.parse(lines[0] ?? '')).to.deep.equal({
      timestamp: '2026-11-21T06:00:00.000Z',
      level: 'WARN',
      message: 'Put a report in quarantine',
      action: 'quarantine',
      key: 'a',
      reason: 'no-account',
      ReportsQuarantined: 1,
      _aws: {
        Timestamp: 1_795_240_800_000,
        CloudWatchMetrics: [
          {
            Namespace: 'audit',
            Dimensions: [[]],
            Metrics: [{ Name: 'ReportsQuarantined', Unit: 'Count' }],
          },
        ],
      },
    });
  });
});
