import { expect } from 'chai';
import { readQuotas } from '../../../preflight/read/quotas.ts';
import { awsError, fakeClient } from '../../doubles/aws-client.ts';
import { placeOf, wantedName, wantedOf } from './place.ts';

const accountId = '222222222222';
const wanted = wantedOf(
  wantedName('AWS::Lambda::Function', 'things', { accountId }),
  wantedName('AWS::Batch::ComputeEnvironment', 'scans', { accountId, region: 'eu-west-1' }),
);

describe('quotas of a snapshot', () => {
  it('are those of what is to run in the place', async () => {
    const serviceQuotas = fakeClient({ GetServiceQuota: { Quota: { Value: 10 } } });

    const quotas = await readQuotas(placeOf({ serviceQuotas }, { accountId, wanted }));

    expect(quotas).to.deep.equal({ 'lambda/L-B99A9384': 10 });
  });

  it('are not asked for where nothing is to run, or only what an account runs for itself', async () => {
    const nothing = await readQuotas(placeOf({}, { accountId, wanted, region: 'us-west-2' }));
    const own = wantedOf(wantedName('AWS::Lambda::Function', 'things'));
    const member = await readQuotas(placeOf({}, { wanted: own }));

    expect([nothing, member]).to.deep.equal([{}, {}]);
  });

  it('are absent where a region has none', async () => {
    const serviceQuotas = fakeClient({ GetServiceQuota: awsError('NoSuchResourceException') });

    const quotas = await readQuotas(placeOf({ serviceQuotas }, { accountId, wanted }));

    expect(quotas).to.deep.equal({});
  });
});
