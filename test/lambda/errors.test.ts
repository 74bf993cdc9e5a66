import { expect } from 'chai';
import {
  codeOf,
  describeError,
  isDenied,
  isNamed,
  OperatorError,
  statusOf,
} from '../../lambda/errors.ts';
import { awsError } from '../doubles/aws-client.ts';

const refused = awsError('NotFound', 'UnknownError', { $metadata: { httpStatusCode: 404 } });
const unreachable = awsError('Error', 'connect ECONNREFUSED', { code: 'ECONNREFUSED' });

describe('an error', () => {
  it('is described by its message if it is one of this project', () => {
    class OwnError extends OperatorError {}

    expect(describeError(new OwnError('Set AWS_PROFILE'))).to.equal('Set AWS_PROFILE');
  });

  it('is described by name and message on one line otherwise', () => {
    expect(describeError(awsError('AccessDenied', 'not\n  authorized'))).to.equal(
      'AccessDenied: not authorized',
    );
    expect(describeError('a text')).to.equal('a text');
  });

  it('is described by its code without a message', () => {
    const several = Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' });

    expect(describeError(several)).to.equal('AggregateError: ECONNREFUSED');
    expect(describeError(new Error(''))).to.equal('Error: no message');
  });

  it('is a denial by both names that services have for it', () => {
    const names = ['AccessDenied', 'AccessDeniedException', 'ValidationException'];

    expect(names.map((name) => isDenied(awsError(name)))).to.deep.equal([true, true, false]);
    expect(isDenied('AccessDenied')).to.equal(false);
  });

  it('is known by any of the names given', () => {
    expect(isNamed(refused, 'NoSuchKey', 'NotFound')).to.equal(true);
    expect(isNamed(refused)).to.equal(false);
  });

  it('has a status if AWS rejected the call, and a code if Node.js did', () => {
    expect([refused, unreachable, undefined].map(statusOf)).to.deep.equal([
      404,
      undefined,
      undefined,
    ]);
    expect([refused, unreachable, null].map(codeOf)).to.deep.equal([
      undefined,
      'ECONNREFUSED',
      undefined,
    ]);
  });
});
