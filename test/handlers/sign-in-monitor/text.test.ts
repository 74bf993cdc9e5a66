import { expect } from 'chai';
import { clean, digest, excerpt } from '../../../handlers/sign-in-monitor/text.ts';

describe('text that stands in an event', () => {
  it('loses what forges lines or turns the direction of writing', () => {
    expect(clean('alice\r\nRoot:\u2028 no\u0000\u202e\u200b!')).to.equal('alice Root: no !');
  });

  it('is cut by characters, not within one', () => {
    expect(clean('😀'.repeat(10), 4)).to.equal('😀😀😀…');
  });

  it('is shown without secrets', () => {
    const event = {
      userIdentity: {
        accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
        principalId: 'AROACKCEVSQ6C2EXAMPLE:jane',
        credentialId: '58138a11-87e5-401d-8f0b-7161c9389112',
      },
      responseElements: { credentials: { sessionToken: 'x' } },
      additionalEventData: {
        CredentialType: 'PASSWORD',
        LoginTo: 'https://d-1.awsapps.com/start/?auth_code=EXAMPLE#x',
        note: `key AKIAIOSFODNN7EXAMPLE, token ${'Ab1/'.repeat(30)}`,
      },
      [`AKIAIOSFODNN7EXAMPLE`]: 1,
    };

    const shown = excerpt(event);

    expect(JSON.parse(shown)).to.deep.equal({
      userIdentity: {
        accessKeyId: '(left out)',
        principalId: 'AROACKCEVSQ6C2EXAMPLE:jane',
        credentialId: '(left out)',
      },
      responseElements: { credentials: '(left out)' },
      additionalEventData: {
        CredentialType: 'PASSWORD',
        LoginTo: 'https://d-1.awsapps.com/start/',
        note: 'key (left out), token (left out)',
      },
      '(left out)': 1,
    });
  });

  it('is cut to size', () => {
    const shown = excerpt({ a: Array(60).fill('x'.repeat(200)) }, 500);

    expect(shown).to.have.length(500 + '\n(cut)'.length);
  });

  it('is shown of what is not an object, too', () => {
    expect(excerpt(undefined)).to.equal('undefined');
    expect(excerpt('a\nb')).to.equal('"a b"');
    expect(excerpt(null)).to.equal('null');
  });

  it('has the same digest only if it is the same', () => {
    const values = [
      1,
      '1',
      null,
      [],
      {},
      [1],
      { 0: 1 },
      [[1], 2],
      [1, [2]],
      [[1, 2]],
      { a: 1, b: 2 },
    ];

    const digests = values.map(digest);

    expect(new Set(digests).size).to.equal(values.length);
    expect(digest([{ a: 'x' }])).to.equal(digest([{ a: 'x' }]));
  });
});
