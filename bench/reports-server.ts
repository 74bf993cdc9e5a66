// S3 over HTTP, in a process of its own: arguments are how many reports, of how many bytes, and the
// milliseconds that each call takes. Prints its port, and on request how many reports have arrived.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { CopyObjectCommand, HeadObjectCommand, type HeadObjectOutput } from '@aws-sdk/client-s3';
import { reportsIn } from './reports-world.ts';

const [count = 0, bytes = 0, latencyMs = 0] = process.argv.slice(2).map(Number);

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { headers, method } = request;
  const [, Bucket = '', ...folders] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
  const header = (name: string) => headers[name]?.toString();
  const input = {
    Bucket,
    Key: decodeURIComponent(folders.join('/')),
    ExpectedBucketOwner: header('x-amz-expected-bucket-owner'),
  };
  if (latencyMs > 0) {
    await delay(latencyMs);
  }
  if (method === 'HEAD') {
    const found: HeadObjectOutput = await s3.client.send(new HeadObjectCommand(input));
    for (const [name, value] of Object.entries(found.Metadata ?? {})) {
      response.setHeader(`x-amz-meta-${name}`, value);
    }
    response.setHeader('x-amz-version-id', found.VersionId ?? '');
    response.setHeader('etag', found.ETag ?? '');
    response.setHeader('content-length', found.ContentLength ?? 0);
    return;
  }
  const copying = {
    ...input,
    IfNoneMatch: header('if-none-match'),
    CopySource: header('x-amz-copy-source'),
    ExpectedSourceBucketOwner: header('x-amz-source-expected-bucket-owner'),
    MetadataDirective: 'REPLACE' as const,
    TaggingDirective: 'COPY' as const,
    Metadata: { 'source-version': header('x-amz-meta-source-version') ?? '' },
  };
  await s3.client.send(new CopyObjectCommand(copying));
  response.write('<CopyObjectResult><ETag>"e"</ETag></CopyObjectResult>');
}

const { s3, arrived } = reportsIn(count, bytes);
const server = createServer(async (request, response) => {
  try {
    await answer(request, response);
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata?: { httpStatusCode: number } };
    response.statusCode = $metadata?.httpStatusCode ?? 500;
    if (request.method !== 'HEAD') {
      response.write(`<Error><Code>${name}</Code></Error>`);
    }
  }
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => process.send?.({ arrived: arrived().length }));
