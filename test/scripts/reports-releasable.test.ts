import { expect } from 'chai';
import { noteLeft, releasable } from '../../scripts/reports/releasable.ts';
import { accounts } from '../doubles/organization.ts';

const suspended = { id: '555555555555', name: 'Old', email: 'old@example.com', state: 'SUSPENDED' };

describe('what can be released from quarantine', () => {
  it('is what has a file, and an account that is active, in the order of keys', () => {
    const { keys } = releasable(
      [
        '444444444444/prowler/b.json',
        '444444444444/a.json',
        '444444444444/prowler/',
        '444444444444/',
        '555555555555/prowler/a.json',
        '999999999999/prowler/a.json',
        '4444/prowler/a.json',
        'quarantine/444444444444/prowler/a.json',
        'readme.txt',
      ],
      [...accounts, suspended],
    );

    expect(keys).to.deep.equal(['444444444444/a.json', '444444444444/prowler/b.json']);
  });

  it('leaves nothing to report when all can be', () => {
    expect(noteLeft(releasable(['444444444444/a.json'], accounts))).to.deep.equal([]);
  });

  it('reports what stays, by account, and what to do with keys that name none', () => {
    const keys = ['555555555555/a', '555555555555/b', '999999999999/a', 'readme.txt'];

    expect(noteLeft(releasable(keys, [...accounts, suspended]))).to.deep.equal([
      'left 3 reports of accounts that are not active: 555555555555 is SUSPENDED, ' +
        '999999999999 is not in the organization',
      'left 1 report whose key names no account or no file, or none that S3 accepts there: move it by hand, see --help',
    ]);
  });

  it('names five accounts, and counts the others', () => {
    const keys = [1, 2, 3, 4, 5, 6, 7].map((digit) => `90000000000${digit}/a`);

    expect(noteLeft(releasable(keys, accounts))[0]).to.match(
      /^left 7 reports .+ 900000000005 is not in the organization, and 2 more$/,
    );
  });
});
