import { expect } from 'chai';
import { contradictions, observationsIn } from '../../trial/observations.ts';

const answered = {
  id: 'topic-policy-resource',
  row: 'topic-policy-resource',
  question: 'Does SNS refuse it?',
  region: 'eu-west-1',
  answer: 'no',
  means: 'SNS takes the policy',
  said: 'AWS took it',
} as const;
const file = 'docs/trial/2026-11-30-eu-west-1.json';

describe('answers of an earlier trial', () => {
  it('are read without the questions that had none', () => {
    const text = JSON.stringify({
      ...{ version: 1, date: '2026-11-30T12:00:00.000Z', region: 'eu-west-1', partition: 'aws' },
      answers: [answered, { ...answered, id: 'other', answer: undefined, unanswered: 'denied' }],
    });

    expect(observationsIn(text, file).answers).to.deep.equal([answered]);
  });

  it('are refused from a file that no trial wrote', () => {
    expect(() => observationsIn('{"answers":[]}', 'x.json')).to.throw(
      'x.json is not a file that npm run trial has written',
    );
  });

  it('contradict nothing where the embedded AWS does the same', () => {
    const modelled = new Map([[answered.id, answered]]);

    expect(contradictions([{ ...answered, file }], modelled)).to.deep.equal([]);
  });

  it('say what to change where the embedded AWS does otherwise', () => {
    const modelled = new Map([[answered.id, { ...answered, answer: 'yes' } as const]]);

    const [found, ...more] = contradictions([{ ...answered, file }], modelled);

    expect(more).to.deep.equal([]);
    expect(found).to.include(
      `${file}: AWS answered no to topic-policy-resource in eu-west-1 (SNS takes the policy: AWS took it), the embedded AWS yes`,
    );
    expect(found).to.include(
      'Change the code that names "topic-policy-resource" in rehearsal/embedded-aws/embedded_aws',
    );
  });
});
