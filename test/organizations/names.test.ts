import { expect } from 'chai';
import { Problem } from 'ofn-rehearse';
import { names } from '../../scenarios/organizations/names/organization.ts';
import { openOrganization } from '../../scenarios/organizations/play/open.ts';
import { describeAdoption } from './adoption.ts';

describeAdoption('names', names);

describe('a prefix of twenty characters', () => {
  it('needs another name for the buckets of packs, which is said before anything is made', async () => {
    const { parameters, ...before } = names.before ?? {};
    const { conformancePackBucket: _, ...others } = parameters ?? {};
    const without = { ...names, before: { ...before, parameters: others } };

    const error = await openOrganization(without).then(
      () => undefined,
      (cause: unknown) => cause,
    );

    expect(error).to.be.instanceOf(Problem);
    expect(String(error)).to.include('a name of 66 characters, and S3 allows 63');
    const [fault] = (error as Problem).all;
    expect(fault?.remedy).to.include('give a conformancePackBucket that is 3 characters shorter');
  });
});
