import { expect } from 'chai';
import fc from 'fast-check';
import { partsOf } from '../../../handlers/report-dispatcher/parts.ts';

const GIB = 1024 ** 3;
const TIB = 1024 ** 4;

describe('the parts of a copy', () => {
  it('are as large as asked for, but for the last', () => {
    expect(partsOf(10, 4)).to.deep.equal([
      { number: 1, range: 'bytes=0-3' },
      { number: 2, range: 'bytes=4-7' },
      { number: 3, range: 'bytes=8-9' },
    ]);
  });

  it('are 13 for a report of 6.5 GB in parts of 512 MiB', () => {
    const parts = partsOf(6_500_000_000, GIB / 2);

    expect(parts).to.have.length(13);
    expect(parts.at(-1)?.range).to.equal('bytes=6442450944-6499999999');
  });

  it('are at most 10,000, and then larger: also of the largest object, of 50 TB', () => {
    const parts = partsOf(50 * TIB, GIB / 2);

    expect(parts).to.have.length(10_000);
    expect(parts[0]?.range).to.equal('bytes=0-5497558138');
  });

  it('cover every byte once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 4000 }),
        (size, bytes) => {
          let next = 0;
          for (const { range } of partsOf(size, bytes)) {
            const [from = -1, to = -1] = range.slice('bytes='.length).split('-').map(Number);
            expect(from).to.equal(next);
            expect(to).to.be.at.least(from);
            next = to + 1;
          }
          expect(next).to.equal(size);
        },
      ),
    );
  });
});
