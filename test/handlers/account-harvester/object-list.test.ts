import { expect } from 'chai';
import { type ListOptions, objectLister } from '../../../handlers/account-harvester/object-list.ts';
import { signedGet } from '../../../handlers/account-harvester/signature.ts';
import { failureOf } from '../../doubles/failure-of.ts';

const page = (body: string) =>
  new Response(
    `<?xml version="1.0"?>\n<ListBucketResult><Name>audit</Name><Prefix>waiting/</Prefix>${body}</ListBucketResult>`,
  );
const empty = () => page('<IsTruncated>false</IsTruncated>');
const refused = (status: number, code: string) =>
  new Response(`<Error><Code>${code}</Code><Message>slow down</Message></Error>`, { status });

function setUp(responses: (() => Response)[], changes: Partial<ListOptions> = {}) {
  const requests: { url: URL; headers: Record<string, string> }[] = [];
  const pauses: number[] = [];
  const list = objectLister({
    bucket: 'audit-reports-222222222222',
    owner: '222222222222',
    region: 'eu-west-1',
    credentials: () => ({ accessKeyId: 'AKID', secretAccessKey: 'secret', sessionToken: 'token' }),
    fetch: async (url, init) => {
      requests.push({ url: new URL(`${url}`), headers: init?.headers as Record<string, string> });
      const response = responses.length > 1 ? responses.shift() : responses[0];
      if (!response) {
        throw new Error('no response');
      }
      return response();
    },
    sleep: async (ms) => void pauses.push(ms),
    now: () => new Date('2026-01-31T12:00:00Z'),
    ...changes,
  });
  return { list, requests, pauses };
}

describe('a signature', () => {
  it('is what AWS documents for a list of objects', () => {
    const url = new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J');
    const credentials = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    };

    const date = new Date('2013-05-24T00:00:00Z');
    const { headers } = signedGet({ url, headers: {} }, credentials, 'us-east-1', date);

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html#example-signature-calculations
    expect(headers.authorization).to.equal(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
        'SignedHeaders=host;x-amz-content-sha256;x-amz-date,' +
        'Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    );
  });
});

describe('a list of objects', () => {
  it('asks only the bucket of the expected owner, with all headers signed', async () => {
    const { list, requests } = setUp([empty]);

    await list({ prefix: 'waiting/', delimiter: '/', token: 'a+/=' });

    const [{ url, headers } = { url: undefined, headers: {} as Record<string, string> }] = requests;
    expect(url?.href).to.equal(
      'https://audit-reports-222222222222.s3.eu-west-1.amazonaws.com/' +
        '?list-type=2&encoding-type=url&prefix=waiting%2F&delimiter=%2F&continuation-token=a%2B%2F%3D',
    );
    expect(headers['x-amz-expected-bucket-owner']).to.equal('222222222222');
    expect(headers['x-amz-security-token']).to.equal('token');
    expect(headers.authorization).to.include(
      'SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-expected-bucket-owner;x-amz-security-token,',
    );
  });

  it('asks another endpoint by the path, and China by its own name', async () => {
    const other = setUp([empty], { endpoint: 'http://127.0.0.1:4566' });
    const china = setUp([empty], { region: 'cn-north-1' });

    await other.list({ prefix: 'waiting/' });
    await china.list({ prefix: 'waiting/' });

    expect(other.requests[0]?.url.pathname).to.equal('/audit-reports-222222222222');
    expect(china.requests[0]?.url.host).to.match(/\.s3\.cn-north-1\.amazonaws\.com\.cn$/);
  });

  it('reads folders, and the token of the next page', async () => {
    const { list } = setUp([
      () =>
        page(
          '<EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>' +
            '<NextContinuationToken>1/a+b=</NextContinuationToken>' +
            '<CommonPrefixes>\n <Prefix>waiting/333333333333/</Prefix>\n</CommonPrefixes>' +
            '<CommonPrefixes><Prefix>waiting/444444444444/</Prefix></CommonPrefixes>',
        ),
    ]);

    expect(await list({ prefix: 'waiting/', delimiter: '/' })).to.deep.equal({
      prefixes: ['waiting/333333333333/', 'waiting/444444444444/'],
      keys: [],
      token: '1/a+b=',
    });
  });

  it('reads any key, encoded for URLs or for XML', async () => {
    const encoded = setUp([
      () =>
        page(
          '<EncodingType>url</EncodingType><Contents><Key>waiting/a+b%2Bc%25%C3%A4%01</Key></Contents>',
        ),
    ]);
    const plain = setUp([
      () => page('<Contents><Key>waiting/a+b%2B&amp;&lt;&#228;&#xe4;</Key></Contents>'),
    ]);

    expect((await encoded.list({ prefix: '' })).keys).to.deep.equal(['waiting/a b+c%ä\u0001']);
    expect((await plain.list({ prefix: '' })).keys).to.deep.equal(['waiting/a+b%2B&<ää']);
  });

  for (const [name, response] of Object.entries({
    'S3 is busy': () => refused(503, 'SlowDown'),
    'S3 fails': () => refused(500, 'InternalError'),
    'what stands before S3 fails': () => new Response('<html>', { status: 502 }),
    'the connection fails': () => {
      throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
    },
    'time is up': () => {
      throw new DOMException('late', 'TimeoutError');
    },
  })) {
    it(`tries again when ${name}`, async () => {
      const { list, requests, pauses } = setUp([response, response, empty]);

      expect(await list({ prefix: 'waiting/' })).to.deep.include({ keys: [] });
      expect(requests).to.have.length(3);
      expect(pauses).to.have.length(2);
    });
  }

  it('gives up after five attempts', async () => {
    const { list, requests } = setUp([() => refused(503, 'SlowDown')]);

    const error = await failureOf(list({ prefix: 'waiting/' }));

    expect(requests).to.have.length(5);
    expect(error.message).to.include('SlowDown: slow down (HTTP 503, ListObjectsV2)');
  });

  it('hands on what another attempt would meet, too', async () => {
    const { list, requests } = setUp([() => refused(403, 'AccessDenied')]);

    const error = await failureOf(list({ prefix: 'waiting/' }));

    expect(error.name).to.equal('AccessDenied');
    expect(requests).to.have.length(1);
  });
});
