import { expect } from 'chai';
import { normalPolicies, normalPolicy } from '../../../coverage/values/policy-document.ts';
import { Unresolved } from '../../../preflight/deployment/intrinsics.ts';

const written = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111111111111:root' },
    Action: 'S3:GetObject',
    Resource: 'arn:aws:s3:::a/*',
    Condition: { StringEquals: { 'AWS:PrincipalOrgID': 'o-1' } },
  },
};
const returned = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: ['111111111111'] },
      Action: ['s3:getobject'],
      Resource: ['arn:aws:s3:::a/*'],
      Condition: { StringEquals: { 'aws:principalorgid': ['o-1'] } },
    },
  ],
};

describe('a policy', () => {
  it('is one, however it is written', () => {
    expect(normalPolicy(written)).to.deep.equal(normalPolicy(returned));
    expect(normalPolicy(JSON.stringify(returned))).to.deep.equal(normalPolicy(written));
    expect(normalPolicy(encodeURIComponent(JSON.stringify(returned)))).to.deep.equal(
      normalPolicy(written),
    );
  });

  it('has any principal in two ways', () => {
    const of = (Principal: unknown) => normalPolicy({ Statement: [{ Principal }] });

    expect(of('*')).to.deep.equal(of({ AWS: '*' }));
  });

  it('keeps the case of resources and of values', () => {
    const of = (Resource: string) => normalPolicy({ Statement: [{ Resource }] });

    expect(of('arn:aws:s3:::a')).not.to.deep.equal(of('arn:aws:s3:::A'));
  });

  it('keeps what is not known', () => {
    const Resource = new Unresolved('an output');

    expect(normalPolicy({ Statement: [{ Resource }] })).to.deep.equal({
      Version: undefined,
      Statement: [{ Resource }],
    });
    expect(normalPolicy(Resource)).to.equal(Resource);
  });

  it('is nothing where there is none', () => {
    expect(normalPolicy('')).to.equal(undefined);
    expect(normalPolicy(undefined)).to.equal(undefined);
  });

  it('is found by its name in a role', () => {
    expect(normalPolicies([{ PolicyName: 'a', PolicyDocument: written }])).to.deep.equal({
      a: normalPolicy(returned),
    });
  });
});
