import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { register } from '../../../custom-resources/delegated-administrator/registration.ts';
import { RefusedError } from '../../../lambda/errors.ts';
import { type Answer, awsError, fakeClient } from '../../doubles/aws-client.ts';

const accountId = '222222222222';
const principal = 'config.amazonaws.com';
const command = [
  'RegisterDelegatedAdministrator',
  { AccountId: accountId, ServicePrincipal: principal },
];

function setUp(response: Answer | Answer[]) {
  const { client, commands } = fakeClient<OrganizationsClient>({
    RegisterDelegatedAdministrator: response,
  });
  const sleep = async () => {};
  return {
    commands,
    run: () => register({ organizations: client }, { accountId, principal, sleep }),
  };
}

function constraint(Reason: string) {
  return awsError('ConstraintViolationException', 'No', { Reason });
}

describe('register', () => {
  it('takes an account that is registered already as success', async () => {
    const { run, commands } = setUp([awsError('AccountAlreadyRegisteredException')]);

    await run();

    expect(commands).to.deep.equal([command]);
  });

  const transient = [
    awsError('TooManyRequestsException'),
    awsError('ConcurrentModificationException'),
    constraint('SERVICE_ACCESS_NOT_ENABLED'),
  ];
  for (const error of transient) {
    it(`tries again after ${error.name}`, async () => {
      const { run, commands } = setUp([error, {}]);

      await run();

      expect(commands).to.deep.equal([command, command]);
    });
  }

  it('fails when it is denied', async () => {
    const { run, commands } = setUp([awsError('AccessDeniedException')]);

    const error = await run().catch((thrown: unknown) => thrown);

    expect(error).to.have.property('name', 'AccessDeniedException');
    expect(commands).to.deep.equal([command]);
  });

  const refusals: [reason: string, calls: number, remedy: string][] = [
    [
      'SERVICE_ACCESS_NOT_ENABLED',
      5,
      'enable trusted access of the service first (Custom::TrustedAccess)',
    ],
    [
      'CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR',
      1,
      'choose an account other than the management account',
    ],
    [
      'DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE',
      1,
      'another account administers it, and AWS allows one. Leave the service to it: remove it from ' +
        'delegatedServices, and remove the capability that needs it from organization-tasks.yml',
    ],
    ['SOMETHING_NEW', 1, 'ConstraintViolationException: No'],
  ];
  for (const [reason, calls, remedy] of refusals) {
    it(`fails for ${reason} with a remedy after ${calls} calls`, async () => {
      const { run, commands } = setUp(constraint(reason));

      const error = await run().catch((thrown: unknown) => thrown);

      expect(error).to.be.instanceOf(RefusedError);
      expect(error).to.have.property(
        'message',
        `${accountId} cannot administer ${principal} (${reason}): ${remedy}`,
      );
      expect(commands).to.have.length(calls);
    });
  }
});
