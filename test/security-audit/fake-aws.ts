import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { sessionOf } from './fakes.ts';

/** The callers' own credentials: no scanner and no report may see them. */
export const caller = { id: 'AKIACALLEREXAMPLE1', secret: 'caller/secret+0123456789abcdefghij' };

const xmlns = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** STS and Organizations over HTTP, for a runner that is a process of its own. */
export async function startFakeAws(accountIds: readonly string[]) {
  const server = createServer((request, response) => {
    void answer(request, response, accountIds);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    environment: {
      ...{ PATH: process.env['PATH'] ?? '', AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` },
      ...{ AWS_ACCESS_KEY_ID: caller.id, AWS_SECRET_ACCESS_KEY: caller.secret },
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  accountIds: readonly string[],
): Promise<void> {
  const body = await text(request);
  if (request.headers['x-amz-target']?.toString().endsWith('.ListAccounts')) {
    const Accounts = accountIds.map((Id) => ({ Id, Name: `Account ${Id}`, State: 'ACTIVE' }));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ Accounts }));
    return;
  }
  const form = new URLSearchParams(body);
  response.setHeader('content-type', 'text/xml');
  response.end(sts(form.get('Action') ?? '', form.get('RoleArn') ?? ''));
}

function sts(action: string, roleArn: string): string {
  const result = action === 'AssumeRole' ? assumed(roleArn) : identity;
  return `<${action}Response xmlns="${xmlns}"><${action}Result>${result}</${action}Result></${action}Response>`;
}

const identity =
  '<Account>111111111111</Account><Arn>arn:aws:iam::111111111111:user/jane</Arn><UserId>A</UserId>';

function assumed(roleArn: string): string {
  const session = sessionOf(roleArn.split(':')[4] ?? '');
  return (
    `<Credentials><AccessKeyId>${session.accessKeyId}</AccessKeyId>` +
    `<SecretAccessKey>${session.secretAccessKey}</SecretAccessKey>` +
    `<SessionToken>${session.sessionToken}</SessionToken>` +
    `<Expiration>${session.expiration.toISOString()}</Expiration></Credentials>`
  );
}
