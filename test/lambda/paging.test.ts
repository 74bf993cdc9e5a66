import { expect } from 'chai';
import { collect } from '../../lambda/paging.ts';

describe('collect', () => {
  it('continues after an empty page that has a successor', async () => {
    const tokens: unknown[] = [];
    const answers: { Items?: number[]; NextToken?: string }[] = [
      { Items: [1], NextToken: 'b' },
      { NextToken: 'c' },
      { Items: [2, 3] },
    ];

    const items = await collect(
      async (token) => {
        tokens.push(token);
        return answers.shift() ?? {};
      },
      (page) => page.Items,
    );

    expect(items).to.deep.equal([1, 2, 3]);
    expect(tokens).to.deep.equal([{}, { NextToken: 'b' }, { NextToken: 'c' }]);
  });
});
