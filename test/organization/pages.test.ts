import { expect } from 'chai';
import { collect } from '../../organization/pages.ts';

describe('paging', () => {
  it('continues after an empty page that has a token', async () => {
    const pages: Record<string, { items: number[]; next: string | undefined }> = {
      first: { items: [], next: 'b' },
      b: { items: [1], next: 'c' },
      c: { items: [2], next: undefined },
    };

    const items = await collect<number>(async (token = 'first') => pages[token] as never);

    expect(items).to.deep.equal([1, 2]);
  });

  it('takes an empty token for the end', async () => {
    const items = await collect(async () => ({ items: ['one'], next: '' }));

    expect(items).to.deep.equal(['one']);
  });

  it('refuses a list that never ends', async () => {
    const outcome = await collect(async () => ({ items: [1], next: 'same' })).catch(String);

    expect(outcome).to.equal("CoverageError: A list does not end: the token 'same' came twice");
  });
});
