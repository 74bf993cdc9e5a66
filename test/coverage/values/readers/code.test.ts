import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { zipSync } from 'fflate';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const bundle = bytes('exports.handler = 1;');
const archive = zipSync({ 'index.js': bundle });
const other = zipSync({ 'index.js': bytes('exports.handler = 2;') });
const md5 = createHash('md5').update(bundle).digest('hex');
const wanted = resource('AWS::Lambda::Function', 'sign-ins', {
  Code: { S3Bucket: 'artifacts', S3Key: `functions/sign-ins-${md5}.zip` },
});

const digestOf = (zip: Uint8Array) => createHash('sha256').update(zip).digest('base64');
const aws = (deployed: Uint8Array, stored: Uint8Array | Error) => ({
  lambda: {
    GetFunctionConfiguration: {
      ...{ Architectures: ['x86_64'], MemorySize: 128, Timeout: 3 },
      CodeSha256: digestOf(deployed),
    },
    GetFunctionConcurrency: {},
    GetPolicy: awsError('ResourceNotFoundException'),
  },
  s3: {
    GetObject:
      stored instanceof Error ? stored : { Body: { transformToByteArray: async () => stored } },
  },
});

describe('the code of functions', () => {
  it('is that of the archive which its stack names', async () => {
    expect(await differences(wanted, aws(archive, archive))).to.deep.equal([]);
  });

  it('is named when it was replaced', async () => {
    expect(await differences(wanted, aws(other, archive))).to.deep.equal([
      `Code is 'not that of artifacts/functions/sign-ins-${md5}.zip', expected 'that of its archive'`,
    ]);
  });

  it('is named when its archive was replaced with it', async () => {
    const more = zipSync({ 'index.js': bundle, 'node_modules/x/index.js': bytes('1') });

    for (const replaced of [other, more, zipSync({})]) {
      expect(await differences(wanted, aws(replaced, replaced))).to.deep.equal([
        `Code is 'that of artifacts/functions/sign-ins-${md5}.zip, which has been replaced', expected 'that of its archive'`,
      ]);
    }
  });

  it('is named when its archive is gone', async () => {
    expect(await differences(wanted, aws(archive, awsError('NoSuchKey')))).to.deep.equal([
      `Code is 'that of an archive which is gone: artifacts/functions/sign-ins-${md5}.zip', expected 'that of its archive'`,
    ]);
  });

  it('is not compared where the stack does not name its archive', async () => {
    const unknown = resource('AWS::Lambda::Function', 'sign-ins', { Code: { S3Bucket: 'x' } });

    expect(await differences(unknown, aws(other, archive))).to.deep.equal([]);
  });
});
