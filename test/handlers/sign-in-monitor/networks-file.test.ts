import type { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { NetworksError } from '../../../handlers/sign-in-monitor/errors.ts';
import { networksFile } from '../../../handlers/sign-in-monitor/networks-file.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { settings } from './samples.ts';

function fakeS3(...answers: (string | Error | undefined)[]) {
  const bodyOf = (answer: string | undefined) =>
    answer === undefined ? {} : { Body: { transformToString: async () => answer } };
  return fakeClient<S3Client>({
    GetObject: answers.map((answer) => (answer instanceof Error ? answer : bodyOf(answer))),
  });
}

describe('the file of known networks', () => {
  it('is read once, from the bucket of its owner', async () => {
    const { client, commands } = fakeS3('203.0.113.0/24\n192.0.2.0/24');
    const networks = networksFile(client, settings);

    const sizes = [(await networks()).size, (await networks()).size];

    expect(sizes).to.deep.equal([2, 2]);
    expect(commands).to.deep.equal([
      [
        'GetObject',
        {
          Bucket: 'audit-artifacts',
          Key: 'networks-0123.txt',
          ExpectedBucketOwner: '333333333333',
        },
      ],
    ]);
  });

  it('fails the invocation when it cannot be read, and is read again by the next', async () => {
    const { client } = fakeS3(new Error('Slow Down'), '203.0.113.0/24');
    const networks = networksFile(client, settings);

    const failed = await networks().catch(String);

    expect(failed).to.equal('Error: Slow Down');
    expect((await networks()).size).to.equal(1);
  });

  for (const content of ['', undefined, '203.0.113.0/33']) {
    it(`fails the invocation when it is ${JSON.stringify(content)}`, async () => {
      const networks = networksFile(fakeS3(content).client, settings);

      const failed = await networks().catch((error: unknown) => error);

      expect(failed).to.be.instanceOf(NetworksError);
      expect(String(failed)).to.contain('s3://audit-artifacts/networks-0123.txt');
    });
  }
});
