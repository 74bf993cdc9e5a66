import { expect } from 'chai';
import fc from 'fast-check';
import { identityCase, resourceCase } from './arbitraries.ts';
import { type Case, embeddedVerdicts } from './cases.ts';
import { secondOpinion } from './second-opinion.ts';
import { translations } from './translations.ts';

/** The same cases each time: another seed is tried by hand. */
const seed = 34;

/** A request that the statement of an example allows. */
function caseOf({ elements, context }: (typeof translations)[number]['example']): Case {
  const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...elements };
  return {
    documents: [
      JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement: [statement] })) as object,
    ],
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::reports/a.json',
    principal: null,
    context,
  };
}

describe('a second opinion on policies', function () {
  this.timeout(300_000);

  it('is the same on 10,000 random pairs of policies and requests', () => {
    const cases = [
      ...fc.sample(identityCase, { numRuns: 6000, seed }),
      ...fc.sample(resourceCase, { numRuns: 4000, seed }),
    ];

    const embedded = embeddedVerdicts(cases);

    const differing = cases.flatMap((one, index) => {
      const second = secondOpinion(one);

      return second === embedded[index] ? [] : [{ embedded: embedded[index], second, case: one }];
    });
    expect(differing.map((one) => JSON.stringify(one))).to.deep.equal([]);
    // Not agreement on nothing: each verdict is there often.
    for (const verdict of ['allow', 'deny', 'none']) {
      expect(embedded.filter((one) => one === verdict).length, verdict).to.be.above(500);
    }
  });

  const examples = translations.map(({ example }) => caseOf(example));
  let verdicts: string[];

  // One process for all of them.
  before(() => {
    verdicts = embeddedVerdicts(examples);
  });

  for (const [index, one] of examples.entries()) {
    const { reason = '', source = '' } = translations[index] ?? {};
    it(`differs where iam-simulate does not know that ${reason}: ${source}`, () => {
      expect(verdicts[index]).to.equal('allow');
      expect(secondOpinion(one)).to.equal('allow');
      expect(secondOpinion(one, one.documents)).to.equal('none');
    });
  }
});
