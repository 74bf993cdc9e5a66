import { expect } from 'chai';
import fc from 'fast-check';
import {
  columns,
  formatView,
  isFiltered,
  parseView,
  wholeView,
} from '../../../security-audit/page/browser/view.ts';
import { severities } from '../../../security-audit/page/names.ts';
import { nasty } from './arbitrary.ts';

const text = nasty.map((value) => value.toWellFormed());
const views = fc.record({
  ...{ account: text, service: text, region: text, tool: text, control: text, change: text, text },
  severity: fc.subarray([...severities] as string[]),
  sort: fc.constantFrom(...columns),
  descending: fc.boolean(),
  page: fc.integer({ min: 1, max: 2000 }),
});

describe('view of the table in the address', () => {
  it('comes back from the address as it was', () => {
    fc.assert(
      fc.property(views, (view) => {
        const { hash } = new URL(`#${formatView(view)}`, 'https://example.com/');

        expect(parseView(hash)).to.deep.equal(view);
      }),
    );
  });

  it('is nothing when everything is seen', () => {
    expect(formatView(wholeView)).to.equal('');
    expect(parseView('')).to.deep.equal(wholeView);
  });

  it('leaves out what cannot be asked for', () => {
    const view = parseView('#severity=high,worst&sort=-size&page=-3&other=1');

    expect(view).to.deep.equal({ ...wholeView, severity: ['high'] });
  });

  it('is filtered by a filter, and not by its order or page', () => {
    expect(isFiltered({ ...wholeView, sort: 'tool', page: 4 })).to.equal(false);
    expect(isFiltered({ ...wholeView, text: 'x' })).to.equal(true);
  });
});
