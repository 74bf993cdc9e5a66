import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { serveCredentials } from '../../security-audit/access/credential-server.ts';
import { scannerEnvironment } from '../../security-audit/scanners/environment.ts';
import { sessionOf } from './fakes.ts';

const python = path.join(import.meta.dirname, '../../rehearsal/.venv/bin/python');

// What both scanners call AWS with. It asks again when less than 15 minutes are left.
const code = `
import botocore.session
credentials = botocore.session.get_session().get_credentials()
for _ in range(3):
    frozen = credentials.get_frozen_credentials()
    print(credentials.method, frozen.access_key, frozen.secret_key, frozen.token)
`;

describe('botocore', function () {
  this.timeout(30_000);

  it('takes the credentials of a scan, and fresh ones before they end', async () => {
    const [old, fresh] = [sessionOf('222222222222', 600), sessionOf('333333333333')];
    const server = await serveCredentials({
      ...{ first: old, renew: async () => fresh, seconds: 3_600, now: Date.now },
      onSession: () => undefined,
    });
    const env = scannerEnvironment(process.env, {
      ...{ home: '/nonexistent', region: 'us-east-1', credentials: server.variables },
    });

    const { stdout } = await promisify(execFile)(python, ['-c', code], { env }).finally(() =>
      server.close(),
    );

    const line = ({ accessKeyId, secretAccessKey, sessionToken }: typeof old) =>
      `container-role ${accessKeyId} ${secretAccessKey} ${sessionToken}`;
    const lines = stdout.trim().split('\n');
    expect(lines).to.have.length(3);
    expect([line(old), line(fresh)]).to.include(lines[0]);
    expect(lines[2]).to.equal(line(fresh));
  });
});
