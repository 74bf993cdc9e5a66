import { expect } from 'chai';
import { attempts, refusalOf } from '../../../preflight/read/attempts.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { failureOf } from '../../doubles/failure-of.ts';

describe('attempts to read', () => {
  it('note a refusal by field, and leave the other fields as they are', async () => {
    const { unread, read } = attempts();

    const [denied, fine] = await Promise.all([
      read('trails', ['none'], () => Promise.reject(awsError('AccessDenied', 'not\n  you'))),
      read('stacks', [''], async () => ['one']),
    ]);

    expect([denied, fine]).to.deep.equal([['none'], ['one']]);
    expect(unread).to.deep.equal({ trails: { code: 'AccessDenied', message: 'not you' } });
  });

  it('note a connection that fails', () => {
    const error = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' });

    expect(refusalOf(error)).to.deep.equal({ code: 'AggregateError', message: 'ECONNREFUSED' });
  });

  it('do not take a fault of the program for an answer', async () => {
    const { read } = attempts();

    const failure = await failureOf(
      read('stacks', [], () => Promise.reject(new TypeError('undefined is not a function'))),
    );

    expect(failure).to.be.instanceOf(TypeError);
  });
});
