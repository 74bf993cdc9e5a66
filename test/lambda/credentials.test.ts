import { expect } from 'chai';
import { lambdaCredentials } from '../../lambda/credentials.ts';
import { CredentialsError } from '../../lambda/errors.ts';

const AWS_ACCESS_KEY_ID = 'ASIAEXAMPLE';
const AWS_SECRET_ACCESS_KEY = 'secret';

describe('lambdaCredentials', () => {
  it('are those of the environment, with the token of the session', () => {
    const env = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN: 'token' };

    const credentials = lambdaCredentials(env);

    expect(credentials).to.deep.equal({
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey: 'secret',
      sessionToken: 'token',
    });
  });

  it('have no token where there is none', () => {
    const credentials = lambdaCredentials({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });

    expect(credentials).to.deep.equal({ accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret' });
  });

  it('are refused where half of them is missing, without reporting the other half', () => {
    const read = () => lambdaCredentials({ AWS_SECRET_ACCESS_KEY });

    expect(read).to.throw(CredentialsError, /^The environment has no AWS_ACCESS_KEY_ID with/);
    expect(read).not.to.throw('secret');
  });
});
