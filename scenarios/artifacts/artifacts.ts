import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { isDenied } from '../../lambda/errors.ts';
import { artifactBucket } from '../../organization/buckets.ts';
import { hasType, type Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

export const codeStaysInItsAccount: Scenario = {
  capability: 'artifacts',
  name: 'keeps the code of functions from other accounts',
  applies: (world) => hasType(world, 'AWS::Lambda::Function'),
  async run({ rehearsal, settings, accounts }) {
    const { homeRegion, managementAccountId, securityAccountId } = settings;
    const place = { accountId: managementAccountId, region: homeRegion };
    const Bucket = artifactBucket(settings, place);
    const own = await sessionsOf(rehearsal).open(managementAccountId);
    const { Contents = [] } = await own
      .clients(homeRegion)
      .s3.send(new ListObjectsV2Command({ Bucket }));
    const Key = Contents[0]?.Key;
    if (!Key) {
      throw new Error(`expected code in ${Bucket}, got an empty bucket`);
    }
    const strangers = (await accounts()).filter(
      ({ id }) => id !== managementAccountId && id !== securityAccountId,
    );
    for (const { id, name } of strangers.slice(0, 5)) {
      const session = await sessionsOf(rehearsal).open(id);
      if (await mayRead(session.clients(homeRegion).s3, Bucket, Key)) {
        throw new Error(`expected that ${name} may not read ${Key} of ${Bucket}, but it may`);
      }
    }
    return `${Contents.length} bundles in ${Bucket}, for its own account only`;
  },
};

async function mayRead(
  client: Pick<S3Client, 'send'>,
  Bucket: string,
  Key: string,
): Promise<boolean> {
  try {
    await client.send(new GetObjectCommand({ Bucket, Key }));
    return true;
  } catch (error) {
    if (isDenied(error)) {
      return false;
    }
    throw error;
  }
}
