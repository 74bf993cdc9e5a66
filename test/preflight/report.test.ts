import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import type { Snapshot } from 'ofn-rehearse';
import type { Finding } from '../../preflight/finding.ts';
import { jsonOf, renderPreflight, sentenceOf, verdictOf } from '../../preflight/report.ts';
import { whereOf } from '../../preflight/where.ts';

const snapshot = {
  takenAt: '2026-11-30T12:00:00.000Z',
  homeRegion: 'us-east-1',
  regions: ['us-east-1', 'eu-west-1'],
  caller: { accountId: '111111111111', arn: 'arn', roleName: 'Reader' },
  organization: { Id: 'o-1' },
  accounts: ['1', '2', '3', '4', '5', '6', '7'].map((digit) => ({
    Id: digit.repeat(12),
    Name: `Account ${digit}`,
    state: 'ACTIVE',
  })),
} as unknown as Snapshot;
const stop: Finding = {
  kind: 'bucket-taken',
  level: 'no-go',
  found: 'the bucket ofn-audit-config-333333333333 belongs to another account',
  places: [{ accountId: '333333333333', region: 'us-east-1' }],
  remedy: 'choose another resourcePrefix',
  settings: [{ name: 'resourcePrefix', value: 'other' }],
};
const note: Finding = {
  kind: 'could-not-read',
  level: 'note',
  found: 'trails could not be read',
  places: [{}],
  remedy: 'allow cloudtrail:DescribeTrails',
};

describe('the report of a preflight', () => {
  it('is a no-go with one finding that would fail the deployment, and a go with notes alone', () => {
    expect(verdictOf([note, stop])).to.equal('no-go');
    expect(verdictOf([note])).to.equal('go');
    expect(verdictOf([])).to.equal('go');
  });

  it('ends with one sentence that counts', () => {
    expect(sentenceOf([stop, note, note], snapshot)).to.equal(
      'no-go: 1 finding would fail the deployment, or harm what is there; 2 notes (7 accounts, 2 regions)',
    );
    expect(sentenceOf([note], snapshot)).to.equal(
      'go: nothing would fail the deployment, or harm what is there; 1 note (7 accounts, 2 regions)',
    );
  });

  it('is that sentence alone where nothing was found', () => {
    const text = renderPreflight({ findings: [], snapshot }, { color: false });

    expect(text).to.equal(`${sentenceOf([], snapshot)}\n`);
  });

  it('has a row for each finding, in the width of the terminal', () => {
    const text = renderPreflight({ findings: [stop, note], snapshot }, { color: true, width: 90 });

    const lines = stripVTControlCharacters(text).split('\n');
    const rows = lines.slice(0, lines.indexOf('What solves it'));
    const cells = rows.map((line) => line.split('│').map((cell) => cell.trim()));
    const column = (index: number): string =>
      cells
        .map((cell) => cell[index] ?? '')
        .join(' ')
        .trim();
    expect(rows.every((line) => line.length <= 90)).to.equal(true);
    expect(column(1)).to.match(/^1 +2$/);
    expect(column(2)).to.match(/^kind +no-go bucket-taken +note could-not-read$/);
    expect(column(3)).to.match(
      /ofn-audit-config-333333333333 belongs to another account in Account 3 333333333333 \(us-east-1\) +trails could not be read in every account$/,
    );
    expect(text).to.contain('\u001B[31mno-go');
  });

  it('has what solves each on a line of its own, whatever the width', () => {
    const remedy = `run aws s3api delete-bucket --bucket ${'x'.repeat(63)} --region us-east-1`;

    const text = renderPreflight(
      { findings: [note, { ...stop, remedy }], snapshot },
      { color: false, width: 80 },
    );

    expect(text.split('What solves it\n')[1]).to.equal(
      `  1 allow cloudtrail:DescribeTrails\n  2 ${remedy}\n\n${sentenceOf([note, stop], snapshot)}\n`,
    );
  });

  it('puts accounts with the same regions on one line, and counts what is beyond five', () => {
    const places = ['us-east-1', 'eu-west-1'].flatMap((region) =>
      snapshot.accounts.slice(1).map(({ Id: accountId }) => ({ accountId, region })),
    );

    expect(
      whereOf({ ...stop, places: [...places, { accountId: '111111111111' }] }, snapshot),
    ).to.deep.equal([
      'in Account 2 222222222222, Account 3 333333333333, Account 4 444444444444, ' +
        'Account 5 555555555555, Account 6 666666666666 and 1 more (us-east-1, eu-west-1)',
      'in Account 1 111111111111',
    ]);
    expect(whereOf({ ...stop, places: [{ region: 'us-east-1' }] }, snapshot)).to.deep.equal([
      'in every account (us-east-1)',
    ]);
  });

  it('is the same in JSON, with the names of the accounts', () => {
    const report = JSON.parse(jsonOf({ findings: [stop, note], snapshot }));

    expect(report).to.deep.equal({
      verdict: 'no-go',
      summary: sentenceOf([stop, note], snapshot),
      takenAt: '2026-11-30T12:00:00.000Z',
      organizationId: 'o-1',
      homeRegion: 'us-east-1',
      regions: ['us-east-1', 'eu-west-1'],
      caller: { accountId: '111111111111', arn: 'arn', roleName: 'Reader' },
      accounts: snapshot.accounts.map(({ Id, Name, state }) => ({ id: Id, name: Name, state })),
      findings: [
        {
          ...stop,
          places: [{ accountId: '333333333333', region: 'us-east-1', accountName: 'Account 3' }],
        },
        note,
      ],
    });
  });
});
