import { expect } from 'chai';
import { lazyClients } from '../../organization/lazy-clients.ts';

const config = { region: 'eu-west-1', maxAttempts: 1, requestHandler: { connectionTimeout: 1 } };

describe('the clients of an account', () => {
  it('are built when they are first used, and once', () => {
    const built: string[] = [];
    class S3 {
      readonly send = () => 's3';
      constructor({ region }: { region: string }) {
        built.push(`s3 in ${region}`);
      }
    }
    class SQS {
      readonly send = () => 'sqs';
      constructor() {
        built.push('sqs');
      }
    }

    const clients = lazyClients({ s3: S3, sqs: SQS }, config);
    const both = [clients.s3, clients.s3];

    expect(built).to.deep.equal(['s3 in eu-west-1']);
    expect(both[0]).to.equal(both[1]);
    expect(clients.s3.send()).to.equal('s3');
  });

  it("address buckets by path, for an endpoint of one's own", () => {
    let given: object = {};
    class S3 {
      readonly send = () => 's3';
      constructor(of: object) {
        given = of;
      }
    }

    lazyClients({ s3: S3 }, config).s3.send();

    expect(given).to.include({ forcePathStyle: true, region: 'eu-west-1' });
  });
});
