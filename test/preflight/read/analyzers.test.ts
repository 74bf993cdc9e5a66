import { expect } from 'chai';
import { readAnalyzers } from '../../../preflight/read/analyzers.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { placeOf } from './place.ts';

describe('analyzers of a snapshot', () => {
  it('are those of accounts that may have one of the organization', async () => {
    const accessAnalyzer = fakeClient({
      ListAnalyzers: [
        { analyzers: [], nextToken: 'more' },
        { analyzers: [{ name: 'all', type: 'ORGANIZATION', status: 'ACTIVE', arn: 'arn' }] },
      ],
    });

    const ofSecurity = await readAnalyzers(
      placeOf({ accessAnalyzer }, { accountId: '222222222222' }),
    );
    const ofMember = await readAnalyzers(placeOf({ accessAnalyzer }));

    expect(ofSecurity).to.deep.equal([{ name: 'all', type: 'ORGANIZATION', status: 'ACTIVE' }]);
    expect(ofMember).to.deep.equal([]);
  });
});
