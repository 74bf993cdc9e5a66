import { expect } from 'chai';
import { EndlessListError } from '../../lambda/errors.ts';
import { collect, type Page } from '../../lambda/paging.ts';
import { failureOf } from '../doubles/failure-of.ts';

/** Pages by token, the first one by none; also notes the tokens that were asked for. */
function listOf(pages: Record<string, Page<number>>) {
  const tokens: (string | undefined)[] = [];
  const readPage = async (token: string | undefined): Promise<Page<number>> => {
    tokens.push(token);
    return pages[token ?? 'first'] ?? { items: undefined, next: undefined };
  };
  return { tokens, readPage };
}

describe('collect', () => {
  it('continues after an empty page that has a token', async () => {
    const { tokens, readPage } = listOf({
      first: { items: [1], next: 'b' },
      b: { items: [], next: 'c' },
      c: { items: undefined, next: 'd' },
      d: { items: [2, 3], next: undefined },
    });

    const items = await collect(readPage);

    expect(items).to.deep.equal([1, 2, 3]);
    expect(tokens).to.deep.equal([undefined, 'b', 'c', 'd']);
  });

  it('takes an empty token for the end', async () => {
    const { readPage } = listOf({ first: { items: [1], next: '' } });

    expect(await collect(readPage)).to.deep.equal([1]);
  });

  it('fails for a list whose token is returned twice in a row', async () => {
    const { tokens, readPage } = listOf({
      first: { items: [1], next: 'same' },
      same: { items: [2], next: 'same' },
    });

    const error = await failureOf(collect(readPage));

    expect(error).to.be.instanceOf(EndlessListError);
    expect(error.message).to.equal("A list does not end: the token 'same' was returned twice");
    expect(tokens).to.deep.equal([undefined, 'same']);
  });
});
