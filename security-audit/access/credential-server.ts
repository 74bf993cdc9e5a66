import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeError } from '../../lambda/errors.ts';
import type { CredentialVariables } from '../scanners/environment.ts';
import type { Session } from './sessions.ts';

export interface CredentialServer {
  /** The environment with which a scanner finds them. */
  variables: CredentialVariables;
  /** The secret: the authorization token. */
  token: string;
  /** Why a request got no valid credentials; undefined if every request did. */
  problem(): string | undefined;
  close(): void;
}

export interface CredentialServerOptions {
  first: Session;
  /** A new session of the same role. */
  renew: () => Promise<Session>;
  /** Duration of a session. */
  seconds: number;
  /** Called with each new session before it is served. */
  onSession: (session: Session) => void;
  now: () => number;
}

/** botocore requests new ones 15 min before the end, and blocks on them 10 min before it. */
const renewSecondsBefore = 960;

/**
 * Serves the credentials of one role to one scanner, like a container credential endpoint. SDKs call
 * it again before they expire, so that a scan may last longer than a session.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function serveCredentials(
  options: CredentialServerOptions,
): Promise<CredentialServer> {
  const token = randomBytes(32).toString('base64url');
  const door = `/${randomBytes(16).toString('hex')}`;
  const keep = keeper(options);
  const server = createServer((request, response) => {
    if (request.url !== door || !isEqual(request.headers.authorization ?? '', token)) {
      response.writeHead(403).end();
      return;
    }
    answer(response, keep.current());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    token,
    variables: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${port}${door}`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    },
    problem: keep.problem,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Renews in the background, so that requests do not wait: botocore times out after two seconds. */
function keeper({ first, renew, seconds, onSession, now }: CredentialServerOptions) {
  // Short sessions are renewed in time as well, but not at each request.
  const beforeMs = Math.min(renewSecondsBefore, seconds * 0.75) * 1_000;
  let session = first;
  let refusal: string | undefined;
  let problem: string | undefined;
  let isRenewing = false;
  const leftMs = () => session.expiration.getTime() - now();
  const start = async () => {
    isRenewing = true;
    try {
      const fresh = await renew();
      onSession(fresh);
      session = fresh;
    } catch (error) {
      // Reported only when it matters: until the session ends, the next request may succeed.
      refusal = describeError(error);
    } finally {
      isRenewing = false;
    }
  };
  return {
    problem: () => problem,
    current(): Session | undefined {
      if (leftMs() < beforeMs && !isRenewing) {
        void start();
      }
      if (leftMs() > 0) {
        return session;
      }
      problem = refusal ?? 'they were not renewed in time';
      return undefined;
    },
  };
}

function answer(response: ServerResponse, session: Session | undefined): void {
  if (session === undefined) {
    response.writeHead(503).end();
    return;
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = session;
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(
    JSON.stringify({
      ...{ AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Token: sessionToken },
      Expiration: expiration.toISOString(),
    }),
  );
}

function isEqual(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
