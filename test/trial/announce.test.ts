import { expect } from 'chai';
import { announcement, cost } from '../../trial/announce.ts';
import type { Question } from '../../trial/question.ts';
import { questions } from '../../trial/questions/index.ts';
import { concurrency, lanesOf, longest } from '../../trial/schedule.ts';

const question = (more: Partial<Question>): Question => ({
  id: 'topic-policy-resource',
  question: 'Is it so?',
  answers: { yes: 'it is', no: 'it is not' },
  where: 'sandbox',
  makes: 'a topic',
  seconds: 60,
  usd: 0.1,
  ask: async () => ({ answer: 'yes', said: '' }),
  ...more,
});

describe('the announcement of a trial', () => {
  it('names what is made, where, for how long and at what cost', () => {
    const all = [
      question({}),
      question({ id: 'other', makes: 'an alarm', region: 'eu-west-3', usd: 0.25 }),
      question({ id: 'third', makes: 'a stack set', where: 'management' }),
    ];

    const text = announcement(all, { region: 'us-east-1', accountId: '222222222222' });

    expect(text).to.equal(`3 questions make:

In 222222222222, us-east-1:
  topic-policy-resource: a topic

In 222222222222, eu-west-3:
  other: an alarm

In the management account, us-east-1:
  third: a stack set

All of it has names that begin with ofn-audit-trial-, and is removed again. Together it takes at most
1 min and costs at most 0.45 USD.`);
  });

  it('counts questions of a lane one after the other', () => {
    const lane = [question({ lane: 'config' }), question({ lane: 'config' })];

    expect(longest([...lane, question({})])).to.equal(120);
  });

  it('counts those of no lane side by side, as many as are asked at a time', () => {
    const many = Array.from({ length: concurrency }, (_, index) => question({ id: `q-${index}` }));

    expect(longest(many)).to.equal(60);
    expect(longest([...many, question({ id: 'one-more' })])).to.equal(120);
  });

  it('begins with the longest lane', () => {
    const [first, ...more] = lanesOf([
      question({}),
      question({ id: 'b', lane: 'config' }),
      question({ id: 'c', lane: 'config' }),
    ]);

    expect(first?.map(({ id }) => id)).to.deep.equal(['b', 'c']);
    expect(more).to.have.lengthOf(1);
  });
});

describe('all questions together', () => {
  it('take 20 minutes at most', () => {
    expect(longest(questions)).to.be.at.most(20 * 60);
  });

  it('cost less than 1 USD', () => {
    expect(cost(questions)).to.be.below(1);
  });
});
