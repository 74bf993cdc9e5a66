import { expect } from 'chai';
import fc from 'fast-check';
import {
  type CredentialServer,
  serveCredentials,
} from '../../../security-audit/access/credential-server.ts';
import type { Session } from '../../../security-audit/access/sessions.ts';
import { sessionOf } from '../fakes.ts';

const id = '222222222222';

describe('the server of credentials', () => {
  let server: CredentialServer | undefined;
  let now = 0;
  let seen: Session[];

  beforeEach(() => {
    now = Date.now();
    seen = [];
  });

  afterEach(() => server?.close());

  const serve = async (seconds: number, renew: () => Promise<Session>, left = seconds) => {
    server = await serveCredentials({
      ...{ first: sessionOf(id, left), renew, seconds, now: () => now },
      onSession: (session) => seen.push(session),
    });
    return server.variables;
  };
  const ask = (
    variables: Readonly<Record<string, string>>,
    { authorization = variables['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '', path = '' } = {},
  ) =>
    fetch(`${variables['AWS_CONTAINER_CREDENTIALS_FULL_URI']}${path}`, {
      headers: { authorization },
    });

  it('answers as the endpoint of a container does', async () => {
    const answer = await ask(await serve(3_600, async () => sessionOf(id)));

    const { Expiration, ...more } = (await answer.json()) as Record<string, string>;
    expect(answer.headers.get('content-type')).to.equal('application/json');
    expect(more).to.deep.equal({
      AccessKeyId: sessionOf(id).accessKeyId,
      SecretAccessKey: sessionOf(id).secretAccessKey,
      Token: sessionOf(id).sessionToken,
    });
    expect(Expiration).to.match(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it('listens on loopback alone', async () => {
    const variables = await serve(3_600, async () => sessionOf(id));

    expect(variables['AWS_CONTAINER_CREDENTIALS_FULL_URI']).to.match(
      /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}$/,
    );
  });

  it('admits no request without the token, or at another door', async () => {
    const variables = await serve(3_600, async () => sessionOf(id));

    const answers = [
      await ask(variables, { authorization: '' }),
      await ask(variables, { authorization: 'x'.repeat(43) }),
      await ask(variables, { path: '/more' }),
    ];

    expect(answers.map(({ status }) => status)).to.deep.equal([403, 403, 403]);
  });

  it('renews before botocore insists, so that a scan may last longer than a session', async () => {
    let renewed = 0;
    const variables = await serve(3_600, async () => {
      renewed += 1;
      return { ...sessionOf(id, 7_200), accessKeyId: 'ASIARENEWED' };
    });

    await ask(variables);
    expect(renewed).to.equal(0);
    // Fifteen minutes before the end botocore asks for other credentials.
    now += 2_700_000;
    await ask(variables);
    const { AccessKeyId } = (await (await ask(variables)).json()) as Record<string, string>;

    expect(AccessKeyId).to.equal('ASIARENEWED');
    expect(renewed).to.equal(1);
    expect(seen.map(({ accessKeyId }) => accessKeyId)).to.deep.equal(['ASIARENEWED']);
    expect(server?.problem()).to.equal(undefined);
  });

  it('renews in time, and not each time, however short a session is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 900, max: 43_200 }), async (seconds) => {
        let renewed = 0;
        now = Date.now();
        const variables = await serve(seconds, async () => {
          renewed += 1;
          return { ...sessionOf(id), expiration: new Date(now + seconds * 1_000) };
        });
        try {
          await ask(variables);
          expect(renewed, 'at once').to.equal(0);
          // Ten minutes before the end botocore waits for others; a session may be that short.
          now += Math.max(seconds - 600, seconds * 0.26) * 1_000;
          await ask(variables);
          expect(renewed, 'in time').to.equal(1);
          await ask(variables);
          expect(renewed, 'once').to.equal(1);
        } finally {
          server?.close();
        }
      }),
      { numRuns: 30 },
    );
  });

  it('reports why there are no credentials any more', async () => {
    const variables = await serve(900, () => Promise.reject(new Error('ExpiredToken')));

    now += 600_000;
    expect((await ask(variables)).status).to.equal(200);
    expect(server?.problem()).to.equal(undefined);
    now += 400_000;
    const answer = await ask(variables);

    expect(answer.status).to.equal(503);
    expect(server?.problem()).to.equal('Error: ExpiredToken');
  });
});
