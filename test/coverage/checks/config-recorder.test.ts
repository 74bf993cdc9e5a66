import { expect } from 'chai';
import { readRecorder } from '../../../coverage/checks/config-recorder.ts';
import type { Account, Settings } from '../../../organization/types.ts';
import { fakeClient } from '../../doubles/aws-client.ts';
import { accounts, fakeClients, settings } from '../../doubles/organization.ts';

interface There {
  recordingGroup?: object;
  status?: object;
  bucket?: string;
  others?: readonly object[];
  channels?: readonly object[];
}

const all = { allSupported: true, includeGlobalResourceTypes: false };
const allAndIam = { allSupported: true, includeGlobalResourceTypes: true };
const iam = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];
const excluding = (...resourceTypes: string[]) => ({
  allSupported: false,
  includeGlobalResourceTypes: false,
  exclusionByResourceTypes: { resourceTypes },
  recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
});

const read = (there: There, region = 'eu-west-1', change: Partial<Settings> = {}) => {
  const { recordingGroup = all, status = {}, bucket = 'ofn-audit-config-333333333333' } = there;
  const configService = fakeClient({
    DescribeConfigurationRecorders: [
      { ConfigurationRecorders: [...(there.others ?? []), { name: 'default', recordingGroup }] },
    ],
    DescribeConfigurationRecorderStatus: [
      {
        ConfigurationRecordersStatus: [
          { name: 'default', recording: true, lastStatus: 'Success', ...status },
        ],
      },
    ],
    DescribeDeliveryChannels: [
      { DeliveryChannels: there.channels ?? [{ name: 'default', s3BucketName: bucket }] },
    ],
  });

  return readRecorder({
    account: accounts[3] as Account,
    region,
    accounts,
    settings: { ...settings, ...change },
    clients: fakeClients({ configService }),
  });
};

const on = { actual: 'on' };
const off = (reason: string) => ({ actual: 'off', reason });

describe('config recorder check', () => {
  it('finds a recorder on that records, and delivers to the log archive', async () => {
    expect(await read({})).to.deep.equal(on);
    expect(await read({ recordingGroup: allAndIam }, 'us-east-1')).to.deep.equal(on);
  });

  it('ignores the recorders of AWS services', async () => {
    const others = [{ name: 'AWSConfigurationRecorderForSecurityHubAssets' }];

    expect(await read({ others })).to.deep.equal(on);
  });

  it('finds no recorder, or two of them, off', async () => {
    const configService = fakeClient({ DescribeConfigurationRecorders: [{}] });
    const account = accounts[3] as Account;
    const target = { account, region: 'eu-west-1', accounts, settings };

    const none = await readRecorder({ ...target, clients: fakeClients({ configService }) });
    const two = await read({ others: [{ name: 'other' }] });

    expect(none).to.deep.equal(off('there are 0 recorders'));
    expect(two).to.deep.equal(off('there are 2 recorders'));
  });

  for (const lastStatus of ['Failure', 'FAILURE'] as const) {
    it(`reports a recorder whose status is ${lastStatus}`, async () => {
      const failing = await read({ status: { lastStatus, lastErrorCode: 'AccessDenied' } });

      expect(failing).to.deep.equal(off('the recorder default fails: AccessDenied'));
    });
  }

  it('reports a recorder that is stopped', async () => {
    const stopped = await read({ status: { recording: false } });

    expect(stopped).to.deep.equal(off('the recorder default does not record'));
  });

  it('reports a missing delivery channel', async () => {
    expect(await read({ channels: [] })).to.deep.equal(off('there are 0 delivery channels'));
  });

  it('reports a delivery to another bucket', async () => {
    expect(await read({ bucket: 'elsewhere' })).to.deep.equal(
      off('it delivers to elsewhere, not to ofn-audit-config-333333333333'),
    );
  });

  it('reports when IAM is recorded in a second region', async () => {
    const reason = 'it records IAM too, as us-east-1 does';

    expect(await read({ recordingGroup: allAndIam })).to.deep.equal(off(reason));
    expect(await read({ recordingGroup: excluding('AWS::EC2::Volume') })).to.deep.equal(
      off(reason),
    );
  });

  it('reports when IAM is not recorded in its one region', async () => {
    const reason = `it does not record IAM: ${iam.join(', ')}`;

    expect(await read({}, 'us-east-1')).to.deep.equal(off(reason));
    expect(await read({ recordingGroup: excluding(...iam) }, 'us-east-1')).to.deep.equal(
      off(reason),
    );
  });

  it('understands exclusions, and a list of types', async () => {
    const listed = { allSupported: false, resourceTypes: iam };

    expect(await read({ recordingGroup: excluding(...iam) })).to.deep.equal(on);
    expect(
      await read({ recordingGroup: excluding('AWS::EC2::Volume') }, 'us-east-1'),
    ).to.deep.equal(on);
    expect(await read({ recordingGroup: listed }, 'us-east-1')).to.deep.equal(on);
  });

  it('does not miss types of IAM that the operator excludes', async () => {
    const recordingGroup = excluding('AWS::IAM::Policy');
    const configExcludedResourceTypes = ['AWS::IAM::Policy'];

    const verdict = await read({ recordingGroup }, 'us-east-1', { configExcludedResourceTypes });

    expect(verdict).to.deep.equal(on);
  });

  it('leaves to an adopted account what it records, and where to', async () => {
    const configAdoptedAccountIds = ['444444444444'];
    const there = { recordingGroup: allAndIam, bucket: 'control-tower' };

    expect(await read(there, 'eu-west-1', { configAdoptedAccountIds })).to.deep.equal(on);
    expect(
      await read({ ...there, status: { recording: false } }, 'eu-west-1', {
        configAdoptedAccountIds,
      }),
    ).to.deep.equal(off('the recorder default does not record'));
  });
});
