import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { type Entry, entriesOf, Journal, leftBy } from '../../trial/journal.ts';

const stack: Entry = {
  kind: 'stack',
  name: 'ofn-audit-trial-1',
  accountId: '111111111111',
  region: 'eu-west-1',
};
const role: Entry = { ...stack, kind: 'role' };

describe('the journal of a trial', () => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'ofn-audit-journal-')), 'trial');

  after(() => rmSync(path.dirname(folder), { recursive: true }));

  it('has on disk what is about to be made, once it says so', () => {
    const journal = new Journal(folder, 'first');

    journal.make(stack);

    expect(entriesOf(readFileSync(journal.file, 'utf8'))).to.deep.equal([stack]);
    journal.removed(stack);
    journal.close();
  });

  it('is not there before something is made, nor after all of it is removed', () => {
    const journal = new Journal(folder, 'second');
    expect(existsSync(journal.file)).to.equal(false);

    journal.make(stack);
    journal.make(role);
    journal.removed(stack);
    journal.removed(role);
    journal.close();

    expect(existsSync(journal.file)).to.equal(false);
  });

  it('keeps what could not be removed, for the next who cleans up', () => {
    const journal = new Journal(folder, 'third');
    journal.make(stack);
    journal.make(role);
    journal.removed(role);

    journal.close();

    expect(leftBy(folder)).to.deep.equal([{ file: journal.file, entries: [stack] }]);
  });

  it('names the latest first, and ignores a line that the end of the process cut off', () => {
    const lines = [{ make: stack }, { make: role }].map((line) => JSON.stringify(line));

    expect(entriesOf([...lines, '{"make":{"kind":"st'].join('\n'))).to.deep.equal([role, stack]);
    expect(entriesOf([...lines, '{"make":{"kind":"a"}'].join('\n'))).to.deep.equal([role, stack]);
  });
});
