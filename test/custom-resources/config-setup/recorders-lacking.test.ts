import { expect } from 'chai';
import { configRecorders } from '../../../custom-resources/config-setup/recorders.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';
import { active, create, denied, recording, setUp, success } from './fakes.ts';

const A = '111111111111';
const B = '222222222222';
const STATUS = 'DescribeConfigurationRecorderStatus';
const CHANNELS = 'DescribeDeliveryChannels';

const stopped = { ConfigurationRecordersStatus: [{ name: 'default', recording: false }] };
const started = { ConfigurationRecordersStatus: [{ name: 'default', recording: true }] };
const channel = { DeliveryChannels: [{ name: 'default' }] };

describe('Custom::ConfigRecorders, where something lacks', () => {
  it('reports where there is no recorder and which accounts do not admit it', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A, 'Sandbox'), active(B, 'Legacy')] }],
      doors: { [B]: denied },
      config: {
        [`${A} eu-west-1`]: { [STATUS]: [{ ConfigurationRecordersStatus: [] }] },
        [`${A} us-east-1`]: recording,
      },
    });

    const { answers, pauses } = await run(configRecorders(dependencies), create());

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason:
          'stream: AWS Config deploys organization rules to every account, and 2 places have no ' +
          `recorder that records: ${A} (Sandbox) eu-west-1: no recorder; ${B} (Legacy): role ` +
          "audit-config-setup can't be assumed. Declare the account in organization.yml, enable " +
          'recording, or name it in configExcludedAccounts',
        physicalId: 'config-recorders:not-created',
      },
    ]);
    expect(pauses.filter((ms) => ms > 0)).to.deep.equal([]);
  });

  it('does not count the recorder of another service', async () => {
    const linked = { name: 'AWSConfigurationRecorderForObservabilityAdmin', recording: true };
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      config: {
        [`${A} eu-west-1`]: { [STATUS]: [{ ConfigurationRecordersStatus: [linked] }] },
      },
    });

    const { answers } = await run(
      configRecorders(dependencies),
      create({ Regions: ['eu-west-1'] }),
    );

    expect(answers[0]?.reason).to.include(`1 place has no recorder that records: ${A} (Sandbox)`);
    expect(answers[0]?.reason).to.include('eu-west-1: no recorder.');
  });

  it('wants exactly one recorder', async () => {
    const two = [
      { name: 'default', recording: true },
      { name: 'other', recording: true },
    ];
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      config: { [`${A} eu-west-1`]: { [STATUS]: [{ ConfigurationRecordersStatus: two }] } },
    });

    const { answers } = await run(
      configRecorders(dependencies),
      create({ Regions: ['eu-west-1'] }),
    );

    expect(answers[0]?.reason).to.include('eu-west-1: 2 recorders.');
  });

  it('waits for a recorder that does not record yet, and asks no other account again', async () => {
    const { dependencies, sent } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      config: {
        [`${A} eu-west-1`]: recording,
        [`${A} us-east-1`]: { [STATUS]: [stopped, stopped, started], [CHANNELS]: channel },
        [`${B} eu-west-1`]: recording,
        [`${B} us-east-1`]: recording,
      },
    });

    const { answers, pauses } = await run(configRecorders(dependencies), create());

    expect(answers).to.deep.equal([success(2, 4)]);
    expect(pauses.filter((ms) => ms > 0)).to.deep.equal([10_000, 10_000]);
    expect(sent.filter((one) => !one.startsWith(`${A} us-east-1`))).to.have.length(3);
  });

  it('fails when a recorder does not begin to record within two minutes', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      config: { [`${A} eu-west-1`]: { [STATUS]: stopped, [CHANNELS]: channel } },
    });

    const { answers, pauses } = await run(
      configRecorders(dependencies),
      create({ Regions: ['eu-west-1'] }),
    );

    expect(answers[0]?.status).to.equal('FAILED');
    expect(answers[0]?.reason).to.include('eu-west-1: the recorder default does not record.');
    expect(pauses.reduce((sum, ms) => sum + ms)).to.equal(120_000);
  });

  it('does not wait for a recorder while another is missing, and names that first', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      config: {
        [`${A} eu-west-1`]: { [STATUS]: [stopped], [CHANNELS]: [channel] },
        [`${A} us-east-1`]: { [STATUS]: [{}] },
      },
    });

    const { answers, pauses } = await run(configRecorders(dependencies), create());

    expect(answers[0]?.reason).to.match(
      /us-east-1: no recorder; .* eu-west-1: the recorder default/,
    );
    expect(pauses.filter((ms) => ms > 0)).to.deep.equal([]);
  });

  it('fails at once where a recorder has no delivery channel', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      config: {
        [`${A} eu-west-1`]: { [STATUS]: [stopped], [CHANNELS]: [{ DeliveryChannels: [] }] },
      },
    });

    const { answers, pauses } = await run(
      configRecorders(dependencies),
      create({ Regions: ['eu-west-1'] }),
    );

    expect(answers[0]?.reason).to.include('eu-west-1: no delivery channel.');
    expect(pauses.filter((ms) => ms > 0)).to.deep.equal([]);
  });

  for (const name of ['UnrecognizedClientException', 'InvalidClientTokenId', 'AuthFailure']) {
    it(`recognizes a region that the account has not enabled by ${name}`, async () => {
      const { dependencies } = setUp({
        accounts: [{ Accounts: [active(A)] }],
        config: { [`${A} eu-south-2`]: { [STATUS]: [awsError(name)] } },
      });

      const { answers } = await run(
        configRecorders(dependencies),
        create({ Regions: ['eu-south-2'] }),
      );

      expect(answers[0]?.reason).to.include(
        `${A} (Sandbox) eu-south-2: the region is not enabled in the account (${name}).`,
      );
    });
  }

  it('looks at all others where one is throttled for good, and reports what AWS said', async () => {
    const { dependencies, sent } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      doors: { [B]: awsError('Throttling', 'Rate exceeded') },
      config: {
        [`${A} eu-west-1`]: { [STATUS]: [awsError('ThrottlingException', 'slow down')] },
        [`${A} us-east-1`]: recording,
      },
    });

    const { answers } = await run(configRecorders(dependencies), create());

    expect(sent).to.have.length(2);
    expect(answers[0]?.reason).to.include(
      `${A} (Sandbox) eu-west-1: ThrottlingException: slow down; ` +
        `${B} (Sandbox): Throttling: Rate exceeded. Declare`,
    );
  });

  it('changes nothing when it is deleted', async () => {
    const { dependencies, sent, organizations } = setUp({ accounts: [] });
    const event = sampleEvent('delete', { PhysicalResourceId: 'config-recorders' });

    const { answers } = await run(configRecorders(dependencies), event);

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect([...sent, ...organizations]).to.deep.equal([]);
  });
});
