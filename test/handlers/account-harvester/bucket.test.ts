import { expect } from 'chai';
import { bucketLookup } from '../../../handlers/account-harvester/bucket.ts';
import { OutOfAttemptsError } from '../../../lambda/errors.ts';
import { failureOf } from '../../doubles/failure-of.ts';

function setUp(...statuses: number[]) {
  const requests: { url: string; init: RequestInit | undefined }[] = [];
  const isGone = bucketLookup({
    region: 'eu-west-1',
    fetch: async (url, init) => {
      requests.push({ url: String(url), init });
      return new Response(null, { status: statuses.shift() ?? 503 });
    },
    sleep: async () => {},
  });
  return { isGone, requests };
}

describe('the lookup of a bucket', () => {
  it('asks S3 for the bucket without credentials, and follows no redirect', async () => {
    const { isGone, requests } = setUp(403);

    await isGone('audit-account-reports-333333333333');

    const [{ url, init } = { url: '', init: undefined }] = requests;
    expect(url).to.equal('https://audit-account-reports-333333333333.s3.eu-west-1.amazonaws.com/');
    expect(init).to.include({ method: 'HEAD', redirect: 'manual' });
    expect(init).not.to.have.property('headers');
  });

  for (const status of [200, 301, 400, 403]) {
    it(`takes a bucket to be there for which S3 returns ${status}`, async () => {
      const { isGone } = setUp(status);

      expect(await isGone('audit')).to.equal(false);
    });
  }

  it('takes a bucket to be gone for which S3 returns 404', async () => {
    const { isGone } = setUp(404);

    expect(await isGone('audit')).to.equal(true);
  });

  it('retries when S3 fails, and fails when it keeps failing', async () => {
    const { isGone, requests } = setUp(500, 503, 404);

    expect(await isGone('audit')).to.equal(true);
    expect(requests).to.have.length(3);
    expect(await failureOf(isGone('audit'))).to.be.instanceOf(OutOfAttemptsError);
  });
});
