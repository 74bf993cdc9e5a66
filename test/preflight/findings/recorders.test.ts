import { expect } from 'chai';
import type { RecorderSnapshot } from 'ofn-rehearse';
import { recorders } from '../../../preflight/findings/recorders.ts';
import { judge, kindsIn, type Parts, resource, stack } from '../snapshots.ts';

const recorder = (name: string, more: Partial<RecorderSnapshot> = {}): RecorderSnapshot => ({
  name,
  roleARN: 'arn:aws:iam::444444444444:role/r',
  recording: true,
  ...more,
});
const channel = (name: string) => ({ name, s3BucketName: 'a-bucket' });

const theirs = { recorders: [recorder('theirs')], deliveryChannels: [channel('channel')] };
const own = {
  recorders: [recorder('default')],
  deliveryChannels: [channel('default')],
  stacks: [
    stack('ofn-audit-config-recorder', {
      resources: [
        resource('AWS::Config::ConfigurationRecorder', 'default'),
        resource('AWS::Config::DeliveryChannel', 'default'),
      ],
    }),
  ],
};

const sandbox = (us: object, eu: object, more: Parts = {}): Parts => ({
  sandbox: { in: { 'us-east-1': us, 'eu-west-1': eu } },
  capabilities: ['config-recorder'],
  ...more,
});
const adopted = { settings: { configAdoptedAccountIds: ['444444444444'] } };

describe('findings about recorders', () => {
  it('accepts an account without a recorder, and one with that of this project', () => {
    expect(judge(recorders, sandbox({}, {}))).to.deep.equal([]);
    expect(judge(recorders, sandbox(own, own))).to.deep.equal([]);
  });

  it('finds a recorder in every governed region, which a parameter adopts', () => {
    const [found, ...more] = judge(recorders, sandbox(theirs, theirs));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('recorder-there');
    expect(found?.places).to.deep.equal([
      { accountId: '444444444444', region: 'us-east-1' },
      { accountId: '444444444444', region: 'eu-west-1' },
    ]);
    expect(found?.settings).to.deep.equal([
      { name: 'configAdoptedAccounts', add: ['SandboxAccount'] },
    ]);
  });

  it('accepts it once the account is adopted', () => {
    expect(judge(recorders, sandbox(theirs, theirs, adopted))).to.deep.equal([]);
  });

  it('finds a recorder in some regions only, with the commands that delete it', () => {
    const [found, ...more] = judge(recorders, sandbox({}, theirs));

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('recorder-in-some-regions');
    expect(found?.found).to.include('in eu-west-1 only, and not in us-east-1');
    expect(found?.remedy).to.include(
      'aws configservice delete-configuration-recorder --configuration-recorder-name theirs --region eu-west-1 && aws configservice delete-delivery-channel --delivery-channel-name channel --region eu-west-1',
    );
  });

  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutServiceLinkedConfigurationRecorder.html
  it('accepts recorders that are linked to a service', () => {
    const linked = {
      recorders: [recorder('x', { servicePrincipal: 'securityhub.amazonaws.com' })],
    };
    const byName = { recorders: [recorder('AWSConfigurationRecorderForSecurityHub_1')] };

    expect(judge(recorders, sandbox(linked, byName))).to.deep.equal([]);
  });

  it('finds a delivery channel without a recorder', () => {
    const parts = sandbox({ deliveryChannels: [channel('left')] }, {});
    const [found, ...more] = judge(recorders, parts);

    expect(more).to.deep.equal([]);
    expect(found?.kind).to.equal('delivery-channel-there');
    expect(found?.remedy).to.match(/run aws configservice delete-delivery-channel .* us-east-1$/);
  });

  it('finds an adopted account without a recorder in a region, or with one that is stopped', () => {
    const stopped = { recorders: [recorder('theirs', { recording: false })] };

    expect(kindsIn(recorders, sandbox(theirs, {}, adopted))).to.deep.equal([
      'adopted-without-recorder',
    ]);
    expect(kindsIn(recorders, sandbox(theirs, stopped, adopted))).to.deep.equal([
      'adopted-recorder-stopped',
    ]);
  });

  it('is not concerned by regions that are not governed, or from which the account is left out', () => {
    const parts = sandbox({}, theirs);

    expect(
      judge(recorders, { ...parts, settings: { governedRegions: ['us-east-1'] } }),
    ).to.deep.equal([]);
    expect(
      judge(recorders, { ...parts, parameters: { optInExclusions: ['eu-west-1=SandboxAccount'] } }),
    ).to.deep.equal([]);
  });

  it('is not concerned by accounts without stacks, or where nothing records', () => {
    const suspended: Parts['declared'] = [
      ['SandboxAccount', { id: '444444444444', unit: 'SuspendedOu' }],
    ];

    expect(judge(recorders, sandbox({}, theirs, { declared: suspended }))).to.deep.equal([]);
    expect(judge(recorders, sandbox({}, theirs, { capabilities: ['alerts'] }))).to.deep.equal([]);
  });
});
