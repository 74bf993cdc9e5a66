import { S3ServiceException } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { Problem } from 'ofn-rehearse';
import { checkBuckets, wantedBuckets } from '../../checks/buckets.ts';
import type { Clients } from '../../organization/types.ts';
import { settings } from '../coverage/fakes.ts';

/** Sessions whose S3 answers HeadBucket with a status, and what it was asked. */
function answering(status: number) {
  const asked: unknown[] = [];
  const send = async ({ input }: { input: unknown }): Promise<object> => {
    asked.push(input);
    if (status === 200) {
      return {};
    }
    throw new S3ServiceException({
      name: 'Unknown',
      $fault: 'client',
      $metadata: { httpStatusCode: status },
      message: '',
    });
  };
  const clients = { s3: { send } } as unknown as Clients;

  return { asked, sessions: { open: async () => ({ clients: () => clients }) } };
}

const check = (status: number): Promise<void> =>
  checkBuckets('p.yml', settings, answering(status).sessions);

async function problemOf(promise: Promise<void>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }

  return undefined;
}

describe('the check of bucket names', () => {
  it('lets names pass that are free, or its own', async () => {
    await check(404);
    await check(200);
  });

  it('asks for the owner, as the account that is to own it', async () => {
    const { asked, sessions } = answering(404);

    await checkBuckets('p.yml', settings, sessions);

    expect(asked[0]).to.deep.equal({
      Bucket: `${settings.resourcePrefix}-cloud-trail-${settings.logArchiveAccountId}`,
      ExpectedBucketOwner: settings.logArchiveAccountId,
    });
    expect(asked).to.have.length(7);
  });

  it('refuses a name that another account has, and says what to change', async () => {
    const problem = await problemOf(check(403));

    expect(problem).to.be.instanceOf(Problem);
    expect((problem as Problem).parts.place).to.equal('resourcePrefix');
    expect((problem as Problem).parts.cause).to.match(/belongs to somebody else/);
  });

  it('asks for the buckets of reports, that of the management account as that account', () => {
    const names = wantedBuckets(settings).slice(-2);

    expect(names).to.deep.equal([
      { name: 'ofn-audit-reports-222222222222', accountId: '222222222222' },
      {
        name: 'ofn-audit-account-reports-111111111111-us-east-1-an',
        accountId: '111111111111',
        parameter: 'reportBucketSuffix',
      },
    ]);
  });

  it('asks for a suffix where the bucket of the account is taken', async () => {
    const taken = 'ofn-audit-account-reports-111111111111';
    const send = async ({ input }: { input: { Bucket: string } }): Promise<object> => {
      if (input.Bucket !== taken) {
        return {};
      }
      const $metadata = { httpStatusCode: 403 };
      throw new S3ServiceException({ name: 'Unknown', $fault: 'client', $metadata, message: '' });
    };
    const sessions = { open: async () => ({ clients: () => ({ s3: { send } }) as never }) };
    const global = { ...settings, reportBucketNamespace: 'global' as const };

    const problem = await problemOf(checkBuckets('p.yml', global, sessions));

    expect((problem as Problem).parts).to.include({
      place: 'reportBucketSuffix',
      remedy: "choose another reportBucketSuffix than '', or remove that bucket",
    });
  });

  it('passes on what is not an answer about the name', async () => {
    expect(await problemOf(check(500))).to.be.instanceOf(S3ServiceException);
  });
});
