import { expect } from 'chai';
import { configRecorders } from '../../../custom-resources/config-setup/recorders.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';
import { active, create, recording, setUp, success } from './fakes.ts';

const A = '111111111111';
const B = '222222222222';
const STATUS = 'DescribeConfigurationRecorderStatus';

describe('Custom::ConfigRecorders', () => {
  it('succeeds with one call a place when every account records in every region', async () => {
    const { dependencies, sent } = setUp({
      accounts: [{ Accounts: [active(A)], NextToken: '2' }, { Accounts: [active(B)] }],
      config: {
        [`${A} eu-west-1`]: recording,
        [`${A} us-east-1`]: recording,
        [`${B} eu-west-1`]: recording,
        [`${B} us-east-1`]: recording,
      },
    });

    const { answers } = await run(configRecorders(dependencies), create());

    expect(answers).to.deep.equal([success(2, 4)]);
    expect(sent.toSorted()).to.deep.equal([
      `${A} eu-west-1 ${STATUS}`,
      `${A} us-east-1 ${STATUS}`,
      `${B} eu-west-1 ${STATUS}`,
      `${B} us-east-1 ${STATUS}`,
    ]);
  });

  it('looks at an account that was added, on Update, under the same id', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      config: { [`${A} eu-west-1`]: recording },
    });
    const event = sampleEvent('update', {
      PhysicalResourceId: 'config-recorders',
      ResourceProperties: { Regions: ['eu-west-1'], AccountsHash: 'other' },
    });

    const { answers } = await run(configRecorders(dependencies), event);

    expect(answers).to.deep.equal([success(1, 1)]);
  });

  it('leaves out a region that the account has not enabled', async () => {
    const { dependencies, sent } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      config: {
        [`${A} eu-west-1`]: recording,
        [`${A} us-east-1`]: recording,
        [`${B} us-east-1`]: recording,
      },
    });

    const { answers } = await run(
      configRecorders(dependencies),
      create({ ExcludedPlaces: ['', `eu-west-1=${B}`] }),
    );

    expect(answers).to.deep.equal([success(2, 3)]);
    expect(sent).not.to.include(`${B} eu-west-1 ${STATUS}`);
  });

  it('leaves out excluded accounts and those that are not active', async () => {
    const { dependencies, assumed } = setUp({
      accounts: [
        {
          Accounts: [
            active(A),
            active(B),
            { Id: '333333333333', State: 'PENDING_CLOSURE', Status: 'ACTIVE' },
          ],
        },
      ],
      config: { [`${A} eu-west-1`]: recording },
    });
    const event = create({ Regions: ['eu-west-1'], ExcludedAccounts: ['', B, '333333333333'] });

    const { answers } = await run(configRecorders(dependencies), event);

    expect(answers).to.deep.equal([success(1, 1)]);
    expect(assumed).to.have.length(1);
  });

  it('looks at the recorders of an account without State and Status', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [{ Id: A }] }],
      config: { [`${A} eu-west-1`]: recording },
    });

    const { answers } = await run(
      configRecorders(dependencies),
      create({ Regions: ['eu-west-1'] }),
    );

    expect(answers).to.deep.equal([success(1, 1)]);
  });

  for (const ExcludedAccounts of [undefined, '', [], ['']]) {
    it(`takes ${JSON.stringify(ExcludedAccounts) ?? 'no'} exclusion for none`, async () => {
      const { dependencies } = setUp({
        accounts: [{ Accounts: [active(A)] }],
        config: { [`${A} eu-west-1`]: recording },
      });
      const event = create({ Regions: ['eu-west-1'], ExcludedAccounts });

      const { answers } = await run(configRecorders(dependencies), event);

      expect(answers).to.deep.equal([success(1, 1)]);
    });
  }
});
