import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'chai';
import { type Artifact, download } from './download.ts';
import { TrinoError } from './errors.ts';

const content = 'a tarball';
const sha256 = createHash('sha256').update(content).digest('hex');
const artifact: Artifact = { path: 'io/trino/a/1/a-1.tar.gz', sha256, megabytes: 1 };

describe('the download of Trino', () => {
  let folder: string;
  let file: string;
  let server: Server;
  let repository: string;
  let statuses: number[];
  let asked: string[];
  const told: string[] = [];
  const options = () => ({ repository, tell: (text: string) => told.push(text), pauseMs: 1 });
  const failure = async (promise: Promise<void>): Promise<Error> =>
    promise.then(
      () => expect.fail('nothing was thrown'),
      (error) => error,
    );

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-download-'));
    file = path.join(folder, 'archive');
    statuses = [];
    asked = [];
    told.length = 0;
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(statuses.shift() ?? 200).end(content);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    repository = `http://127.0.0.1:${(server.address() as AddressInfo).port}/maven2/`;
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  it('asks the repository for the path of the artifact', async () => {
    await download(artifact, file, options());

    expect(asked).to.deep.equal(['/maven2/io/trino/a/1/a-1.tar.gz']);
    expect(readFileSync(file, 'utf8')).to.equal(content);
  });

  it('tries again when the repository is overloaded, and says so', async () => {
    statuses = [503, 429];

    await download(artifact, file, options());

    expect(asked).to.have.length(3);
    expect(told.at(-1)).to.match(/answered 429; attempt 3 of 3$/);
  });

  it('fails at once, and names the remedy, when the artifact is not there', async () => {
    statuses = [404];

    const error = await failure(download(artifact, file, options()));

    expect(error).to.be.instanceOf(TrinoError);
    expect(error.message).to.match(/a-1\.tar\.gz cannot be downloaded .*404.* set MAVEN_REPO_URL/);
    expect(asked).to.have.length(1);
  });

  it('fails when the repository is out of reach', async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');

    const error = await failure(download(artifact, file, options()));

    expect(error.message).to.match(/cannot be downloaded \(fetch failed.*\): check the network/);
  });

  it('keeps nothing that is not what is pinned', async () => {
    const pinned = { ...artifact, sha256: '0'.repeat(64) };

    const error = await failure(download(pinned, file, options()));

    expect(error.message).to.include(`has the SHA-256 ${sha256}, not ${'0'.repeat(64)}`);
    expect(existsSync(file)).to.equal(false);
  });
});
