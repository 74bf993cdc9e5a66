import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { TrinoError } from './errors.ts';
import { installTrino } from './install.ts';

describe('the installation of Trino', () => {
  let folder: string;
  let server: Server;
  let environment: NodeJS.ProcessEnv;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-install-'));
    const JAVA_HOME = path.join(folder, 'jdk');
    mkdirSync(path.join(JAVA_HOME, 'bin'), { recursive: true });
    const java = path.join(JAVA_HOME, 'bin/java');
    writeFileSync(java, '#!/bin/sh\necho \'openjdk version "25.0.2"\' >&2\n');
    chmodSync(java, 0o755);
    server = createServer((_, response) => response.end('<html>Sign in</html>'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    environment = { JAVA_HOME, MAVEN_REPO_URL: `http://127.0.0.1:${port}` };
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  it('leaves nothing that looks installed when a repository sends something else', async () => {
    const error = await installTrino({ environment, folder, tell: () => {} }).catch((e) => e);

    expect(error).to.be.instanceOf(TrinoError);
    expect(error.message).to.match(
      /trino-server-core-476\.tar\.gz has the SHA-256 .*MAVEN_REPO_URL/,
    );
    expect(existsSync(path.join(folder, '.trino/476'))).to.equal(false);
  });

  it('takes the Java of JAVA_HOME when it is new enough, and says what it downloads', async () => {
    const told: string[] = [];

    await installTrino({ environment, folder, tell: (text) => told.push(text) }).catch(() => {});

    expect(told).to.deep.equal(['downloading Trino 476, 185 MB, once …']);
    expect(existsSync(path.join(folder, '.venv-trino'))).to.equal(false);
  });
});
