import { expect } from 'chai';
import { configServiceLinkedRoles } from '../../../custom-resources/config-setup/service-linked-roles.ts';
import { awsError } from '../../doubles/aws-client.ts';
import { run, sampleEvent } from '../../doubles/custom-resource.ts';
import { active, denied, setUp } from './fakes.ts';

const CONFIG = 'config.amazonaws.com';
const CONFORMS = 'config-conforms.amazonaws.com';
const SETUP = 'config-multiaccountsetup.amazonaws.com';
const A = '111111111111';
const B = '222222222222';

const absent = awsError('NoSuchEntityException');
const taken = awsError(
  'InvalidInputException',
  'Service role name AWSServiceRoleForConfig has been taken in this account',
);
const there = { GetRole: [{ Role: {} }] };
const create = sampleEvent('create', { ResourceProperties: { ServicePrincipals: [CONFIG] } });

const success = (CreatedCount: number, AccountCount: number) => ({
  status: 'SUCCESS',
  reason: 'stream',
  physicalId: 'config-service-linked-roles',
  data: { CreatedCount, AccountCount },
});

describe('Custom::ConfigServiceLinkedRoles', () => {
  it('makes the role where it is missing, and leaves it where it is', async () => {
    const { dependencies, sent, assumed } = setUp({
      accounts: [{ Accounts: [active(B), active(A)] }],
      iam: { [A]: there, [B]: { GetRole: [absent, { Role: {} }], CreateServiceLinkedRole: [{}] } },
    });

    const { answers, logged } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers).to.deep.equal([success(1, 2)]);
    expect(sent.toSorted()).to.deep.equal([
      `${A} GetRole`,
      `${B} CreateServiceLinkedRole`,
      `${B} GetRole`,
      `${B} GetRole`,
    ]);
    expect(assumed[0]).to.deep.equal({
      RoleArn: `arn:aws:iam::${A}:role/audit-config-setup`,
      RoleSessionName: 'audit-config-setup',
    });
    expect(logged[0]).to.deep.equal({
      message: 'Created a service-linked role',
      action: 'create-role',
      accountId: B,
      principal: CONFIG,
    });
  });

  it('does the same on Update, under the same id', async () => {
    const { dependencies } = setUp({ accounts: [{ Accounts: [active(A)] }], iam: { [A]: there } });
    const event = sampleEvent('update', {
      PhysicalResourceId: 'config-service-linked-roles',
      ResourceProperties: { ServicePrincipals: [CONFIG], AccountsHash: 'other' },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), event);

    expect(answers).to.deep.equal([success(0, 1)]);
  });

  it("makes the management account's own roles in that account alone", async () => {
    const { dependencies, sent } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      managementId: B,
      iam: {
        [A]: there,
        [B]: { GetRole: [absent, ...Array(3).fill({ Role: {} })], CreateServiceLinkedRole: [{}] },
      },
    });
    const event = sampleEvent('create', {
      ResourceProperties: {
        ServicePrincipals: [CONFIG],
        ManagementServicePrincipals: [CONFORMS, CONFIG, SETUP],
      },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), event);

    expect(answers).to.deep.equal([success(1, 2)]);
    expect(sent.filter((one) => one === `${A} GetRole`)).to.have.length(1);
    expect(sent.filter((one) => one.startsWith(B))).to.have.length(5);
  });

  it('looks on all pages, also behind one that is empty', async () => {
    const { dependencies } = setUp({
      accounts: [
        { Accounts: [active(A)], NextToken: '2' },
        { Accounts: [], NextToken: '3' },
        { Accounts: [active(B)] },
      ],
      iam: { [A]: there, [B]: there },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers).to.deep.equal([success(0, 2)]);
  });

  it('leaves out accounts that are not active, by State before Status', async () => {
    const { dependencies, assumed } = setUp({
      accounts: [
        {
          Accounts: [
            { Id: A, Status: 'ACTIVE' },
            { Id: B, State: 'CLOSED', Status: 'ACTIVE' },
            { Id: '333333333333', Status: 'SUSPENDED' },
          ],
        },
      ],
      iam: { [A]: there },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers).to.deep.equal([success(0, 1)]);
    expect(assumed).to.have.length(1);
  });

  it('skips an account that does not admit it, and says so', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A), active(B)] }],
      doors: { [B]: denied },
      iam: { [A]: there },
    });

    const { answers, logged } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers).to.deep.equal([success(0, 1)]);
    expect(logged[0]).to.deep.equal({
      message: 'No role to assume',
      action: 'skip-account',
      level: 'WARN',
      accountId: B,
    });
  });

  it('waits for a governed account to admit it, since its role may be new', async () => {
    const { dependencies, assumed } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      doors: { [A]: [denied, denied] },
      iam: { [A]: there },
    });
    const event = sampleEvent('create', {
      ResourceProperties: { ServicePrincipals: [CONFIG], GovernedAccounts: ['', A] },
    });

    const { answers, pauses } = await run(configServiceLinkedRoles(dependencies), event);

    expect(answers).to.deep.equal([success(0, 1)]);
    expect(assumed).to.have.length(3);
    expect(pauses).to.deep.equal([0, 5000, 5000]);
  });

  it('takes a role that was made meanwhile for one that is there', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      iam: { [A]: { GetRole: [absent, { Role: {} }], CreateServiceLinkedRole: [taken] } },
    });

    const { answers } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers).to.deep.equal([success(0, 1)]);
  });

  it('waits until IAM shows what it made', async () => {
    const { dependencies } = setUp({
      accounts: [{ Accounts: [active(A)] }],
      iam: {
        [A]: { GetRole: [absent, absent, absent, { Role: {} }], CreateServiceLinkedRole: [{}] },
      },
    });

    const { answers, pauses } = await run(configServiceLinkedRoles(dependencies), create);

    expect(answers).to.deep.equal([success(1, 1)]);
    expect(pauses).to.deep.equal([0, 3000, 3000]);
  });
});
