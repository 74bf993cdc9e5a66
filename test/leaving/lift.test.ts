import { expect } from 'chai';
import { LeavingError } from '../../leaving/errors.ts';
import { lift } from '../../leaving/lift.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { accounts } from '../doubles/organization.ts';

const [, { id: accountId = '' } = {}] = accounts;
const stack = { stackName: 'ofn-audit-audit-role', accountId, region: 'us-east-1' };
const denied = awsError(
  'AccessDenied',
  'not authorized to perform: cloudformation:UpdateTerminationProtection',
);

async function lifted(answer: object, of: Partial<Parameters<typeof lift>[1]> = {}) {
  const { client: cloudFormation, commands } = fakeClient({ UpdateTerminationProtection: answer });
  const said: string[] = [];
  const opened: string[] = [];
  const error = await lift([stack], {
    accounts,
    say: (text) => void said.push(text),
    sessions: {
      open: (id) => {
        opened.push(id);
        return Promise.resolve({ clients: () => ({ cloudFormation }) as never });
      },
    },
    ...of,
  }).catch((cause: unknown) => cause);
  return { error, said, opened, commands };
}

describe('lifting protection', () => {
  it('is one call for a stack that leaves, in its account', async () => {
    const { error, commands, opened, said } = await lifted({});

    expect(error).to.equal(undefined);
    expect(opened).to.deep.equal([accountId]);
    expect(commands).to.deep.equal([
      [
        'UpdateTerminationProtection',
        { StackName: stack.stackName, EnableTerminationProtection: false },
      ],
    ]);
    expect(said).to.have.length(1);
  });

  it('skips a stack that is gone', async () => {
    const { error, said } = await lifted(
      awsError('ValidationError', `Stack [${stack.stackName}] does not exist`),
    );

    expect(error).to.equal(undefined);
    expect(said).to.deep.equal([]);
  });

  it('skips an account that is closed, and says so', async () => {
    const closed = accounts.map((one) =>
      one.id === accountId ? { ...one, state: 'SUSPENDED' as const } : one,
    );

    const { error, opened, said } = await lifted(denied, { accounts: closed });

    expect(error).to.equal(undefined);
    expect(opened).to.deep.equal([]);
    expect(said.join()).to.match(/^account 222222222222 is SUSPENDED: a role can't be assumed/);
  });

  it('fails with each stack that stays protected', async () => {
    const { error } = await lifted(denied);

    expect(error).to.be.instanceOf(LeavingError);
    expect(String(error)).to.match(
      /1 stacks .+\nofn-audit-audit-role of 222222222222 in us-east-1: .*AccessDenied/,
    );
  });

  it('fails with an active account that cannot be opened', async () => {
    const { error } = await lifted(
      {},
      {
        sessions: { open: () => Promise.reject(awsError('AccessDenied', 'not authorized')) },
      },
    );

    expect(String(error)).to.match(/\naccount 222222222222: .*AccessDenied/);
  });
});
