import { expect } from 'chai';
import { opposite, refused } from '../../trial/refusal.ts';

const failing = (name: string, httpStatusCode?: number) => async () => {
  throw Object.assign(new Error('because'), { name, $metadata: { httpStatusCode } });
};

const thrownBy = async (call: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await call();
  } catch (error) {
    return (error as Error).name;
  }
};

describe('whether AWS refuses a call', () => {
  it('has the answer yes for an error about what the call says, with its name and message', async () => {
    expect(await refused(failing('InvalidParameter', 400))).to.deep.equal({
      answer: 'yes',
      said: 'InvalidParameter: because',
    });
  });

  it('has the answer no when AWS takes it', async () => {
    expect((await refused(async () => undefined)).answer).to.equal('no');
  });

  it('is not answered by a denied, throttled or failed call, or one that did not arrive', async () => {
    for (const [name, status] of [
      ['AccessDenied', 403],
      ['ThrottlingException', 400],
      ['InternalFailure', 500],
      ['TimeoutError', undefined],
    ] as const) {
      expect(await thrownBy(() => refused(failing(name, status)))).to.equal(name);
    }
  });

  it('has an opposite that keeps what AWS said', () => {
    expect(opposite({ answer: 'yes', said: 'x' })).to.deep.equal({ answer: 'no', said: 'x' });
    expect(opposite({ answer: 'no', said: 'x' })).to.deep.equal({ answer: 'yes', said: 'x' });
  });
});
