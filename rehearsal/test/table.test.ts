import { expect } from 'chai';
import type { Report } from '../report.ts';
import { renderReport } from '../table.ts';

const report: Report = {
  durationSeconds: 1,
  organization: {
    accounts: [{ logicalName: 'Main', id: '111111111111', name: 'Main', state: 'ACTIVE' }],
    regions: ['us-east-1'],
  },
  tasks: [{ name: 'Things', seconds: 1, outcome: 'succeeded' }],
  stacks: [],
  scenarios: [
    { capability: 'a', name: 'works', passed: false, seconds: 1, detail: 'expected 1, got 2' },
  ],
  coverage: [],
};

const stream = (columns: number | undefined): NodeJS.WriteStream =>
  ({ isTTY: false, columns }) as unknown as NodeJS.WriteStream;

describe('the closing table', () => {
  it('shows beneath it why something does not hold', () => {
    const text = renderReport(report, undefined, stream(undefined));

    expect(text).to.match(/│ no │ a: it works /);
    expect(text.split('\n').at(-1)).to.equal('a: it works: expected 1, got 2');
  });

  it('names the call that failed, and the log', () => {
    const [scenario] = report.scenarios;
    const failed = {
      ...scenario,
      awsError: 'AccessDenied of s3:GetObject',
      log: 'out/a/works.log',
    };
    const explained = { ...report, scenarios: [failed] } as Report;

    const text = renderReport(explained, undefined, stream(undefined));

    expect(text.split('\n').slice(-3)).to.deep.equal([
      'a: it works: expected 1, got 2',
      '  AWS: AccessDenied of s3:GetObject',
      '  stack and calls: out/a/works.log',
    ]);
  });

  it('shows what of a snapshot could not be restored as it was', () => {
    const restored = { ...report, warnings: ['stack a is recorded and not made: why'] };

    const lines = renderReport(restored, undefined, stream(undefined)).split('\n');

    expect(lines).to.include('warning: stack a is recorded and not made: why');
  });

  it('has no colour where no person looks', () => {
    const text = renderReport(report, undefined, stream(undefined));

    expect(text).not.to.contain('\u001b');
  });

  it('is not wider than the terminal', () => {
    const [border = ''] = renderReport(report, undefined, stream(100)).split('\n');

    expect(border.length).to.be.at.most(100);
  });

  it('names what stays after everything was removed', () => {
    const leftovers = [{ type: 'AWS::S3::Bucket', count: 2 }];

    expect(renderReport(report, leftovers, stream(undefined))).to.match(
      /^ {2}2 × AWS::S3::Bucket$/m,
    );
  });
});
