import { expect } from 'chai';
import fc from 'fast-check';
import {
  type Answer,
  bodyOf,
  fitAnswer,
  MAX_BODY_BYTES,
  toAscii,
} from '../../../custom-resources/framework/answer.ts';
import { AnswerError } from '../../../custom-resources/framework/errors.ts';
import { sampleEvent } from '../../doubles/custom-resource.ts';

const event = sampleEvent('create');
const success: Answer = { status: 'SUCCESS', reason: 'stream', physicalId: 'thing' };

describe('fitAnswer', () => {
  it('leaves an answer that fits as it is', () => {
    const answer = { ...success, data: { DetectorId: 'abc', MemberCount: 3 } };

    const fitted = fitAnswer(event, answer);

    expect(fitted).to.deep.equal(answer);
  });

  it('keeps every body within 4,096 bytes, in ASCII, with a reason', () => {
    const reasons = fc.string({ unit: 'binary', minLength: 1, maxLength: 9000 });

    fc.assert(
      fc.property(reasons, (reason) => {
        const body = bodyOf(event, fitAnswer(event, { ...success, status: 'FAILED', reason }));

        expect(Buffer.byteLength(body)).to.be.at.most(MAX_BODY_BYTES);
        expect(body).to.match(/^[ -~]+$/);
        expect(JSON.parse(body).Reason).to.not.equal('');
      }),
    );
  });

  it('cuts no more of a long reason than it must', () => {
    const reason = 'x'.repeat(9000);

    const body = bodyOf(event, fitAnswer(event, { ...success, reason }));

    expect(body).to.have.length(MAX_BODY_BYTES);
  });

  it('never changes data: it fits or is refused', () => {
    const values = fc.string({ maxLength: 6000 });

    fc.assert(
      fc.property(values, (Value) => {
        try {
          expect(fitAnswer(event, { ...success, data: { Value } }).data).to.deep.equal({ Value });
        } catch (error) {
          if (!(error instanceof AnswerError)) {
            throw error;
          }
        }
      }),
    );
  });

  it('refuses data that is not ASCII', () => {
    const fit = () => fitAnswer(event, { ...success, data: { Owner: 'Zoë' } });

    expect(fit).to.throw(AnswerError, 'Data Owner has characters that are not ASCII');
  });

  for (const physicalId of ['', 'ü', 'x'.repeat(1025)]) {
    it(`refuses a physical id of ${physicalId.length} characters that is not an id`, () => {
      const fit = () => fitAnswer(event, { ...success, physicalId });

      expect(fit).to.throw(AnswerError, /^The physical id has/);
    });
  }
});

describe('toAscii', () => {
  it('puts a text on one line and escapes what is not ASCII', () => {
    const ascii = toAscii('Zoë said:\n\tno 🛑');

    expect(ascii).to.equal('Zo\\u00eb said: no \\ud83d\\uded1');
  });
});
