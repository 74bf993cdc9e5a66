import { expect } from 'chai';
import { configServiceLinkedRoles } from '../../../custom-resources/config-setup/service-linked-roles.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';
import { active, denied, idAt, setUp } from './fakes.ts';

const CONFIG = 'config.amazonaws.com';
const A = '111111111111';
const B = '222222222222';

const absent = awsError('NoSuchEntityException');
const there = { GetRole: [{ Role: {} }] };
const create = sampleEvent('create', { ResourceProperties: { ServicePrincipals: [CONFIG] } });

describe('Custom::ConfigServiceLinkedRoles, refused', () => {
  it('fails when IAM never shows it', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      iam: { [A]: { GetRole: absent, CreateServiceLinkedRole: [{}] } },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers[0]?.reason).to.equal(
      `stream: 1 account lacks service-linked roles of AWS Config: ${A} (Sandbox): Timed out after ` +
        '60 s waiting for IAM to show AWSServiceRoleForConfig; update the stack to retry. ' +
        'Fix the cause, then update the stack',
    );
  });

  it('tries all accounts, then fails with up to five of those that failed', async () => {
    const accounts = Array.from({ length: 8 }, (_, index) => active(idAt(index)));
    const throttled = { GetRole: [awsError('Throttling', 'Rate exceeded')] };
    const { dependencies, assumed } = setUp({
      accounts: [{ Accounts: accounts }],
      iam: {
        ...Object.fromEntries(accounts.map(({ Id = '' }) => [Id, throttled])),
        [idAt(7)]: there,
      },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(assumed).to.have.length(8);
    expect(answers).to.have.length(1);
    expect(answers[0]?.status).to.equal('FAILED');
    expect(answers[0]?.reason).to.include('7 accounts lack service-linked roles of AWS Config: ');
    expect(answers[0]?.reason).to.include(`${idAt(4)} (Sandbox): Throttling: Rate exceeded; `);
    expect(answers[0]?.reason).to.include('and 2 more. Fix');
    expect(answers[0]?.reason).not.to.include(idAt(5));
  });

  it('fails on any other refusal of IAM, with what IAM says', async () => {
    for (const error of [
      awsError('AccessDenied', 'explicit deny in a service control policy'),
      awsError('InvalidInputException', 'not a valid service'),
    ]) {
      const { dependencies } = setUp({
        accounts: [{ Accounts: [active(A)] }],
        iam: { [A]: { GetRole: [absent], CreateServiceLinkedRole: [error] } },
      });

      const { answers } = await run(configServiceLinkedRoles(dependencies), create);

      expect(answers[0]?.status).to.equal('FAILED');
      expect(answers[0]?.reason).to.include(`${A} (Sandbox): ${error.name}: ${error.message}`);
    }
  });

  it('fails when a role can not be assumed for another reason than a refusal', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      doors: { [A]: awsError('RegionDisabledException', 'STS is not activated') },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers[0]?.reason).to.include(`${A} (Sandbox): RegionDisabledException: STS is not`);
  });

  // A resource that succeeds is not asked again while its properties stay as they are:
  // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requesttypes-update.html
  it('fails when a governed account does not admit it, so that the next deployment tries again', async () => {
    const { dependencies, sent } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      doors: { [A]: denied },
      iam: { [B]: there },
    });
    const event = sampleEvent('create', {
      ResourceProperties: { ServicePrincipals: [CONFIG], GovernedAccounts: [A, B] },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), event);

    expect(sent).to.deep.equal([`${B} GetRole`]);
    expect(answers[0]?.status).to.equal('FAILED');
    expect(answers[0]?.reason).to.include(
      `1 account lacks service-linked roles of AWS Config: ${A} (Sandbox): Timed out after 30 s ` +
        'waiting for the role audit-config-setup to trust this function',
    );
  });

  it('fails when the management account, whose roles are wanted, does not admit it', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      managementId: A,
      doors: { [A]: denied },
      iam: { [B]: there },
    });
    const event = sampleEvent('create', {
      ResourceProperties: { ServicePrincipals: [CONFIG], ManagementServicePrincipals: [CONFIG] },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), event);

    expect(answers[0]?.status).to.equal('FAILED');
    expect(answers[0]?.reason).to.include(`${A} (Sandbox): Timed out after 30 s`);
  });

  it('fails when no account admits it', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      doors: { [A]: denied, [B]: denied },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers).to.deep.equal([
      {
        status: 'FAILED',
        reason:
          'stream: None of 2 active accounts allows this function to assume the role ' +
          'audit-config-setup: deploy the role to them first',
        physicalId: 'config-service-linked-roles:not-created',
      },
    ]);
  });

  it('fails when no account is active', async () => {
    const { dependencies } = setUp({ accounts: [{ Accounts: [{ Id: A, State: 'SUSPENDED' }] }] });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers[0]?.reason).to.equal(
      'stream: None of the 1 accounts that AWS Organizations lists is active: ' +
        'make this account a delegated administrator, then update the stack',
    );
  });

  it('leaves the roles when it is deleted', async () => {
    const { dependencies, sent, organizations } = setUp({ accounts: [] });
    const event = sampleEvent('delete', { PhysicalResourceId: 'config-service-linked-roles' });

    const { answers } = await run(configServiceLinkedRoles(dependencies), event);

    expect(answers[0]?.status).to.equal('SUCCESS');
    expect([...sent, ...organizations]).to.deep.equal([]);
  });

  it('calls nothing when a property is malformed', async () => {
    const { dependencies, organizations } = setUp({ accounts: [] });
    const event = sampleEvent('create', { ResourceProperties: { ServicePrincipals: ['ec2'] } });

    const { answers } = await run(configServiceLinkedRoles(dependencies), event);

    expect(answers[0]?.reason).to.equal(
      'stream: ServicePrincipals[0] is "ec2": set it to one of config.amazonaws.com, ' +
        'config-conforms.amazonaws.com, config-multiaccountsetup.amazonaws.com',
    );
    expect(organizations).to.deep.equal([]);
  });
});
