import { expect } from 'chai';
import { explainAccount } from '../account-failure.ts';
import { readOrganization } from '../organization.ts';
import { parseYaml } from '../yaml.ts';

const text = `Organization:
  Main:
    Type: OC::ORG::MasterAccount
    Properties: { AccountName: Main, AccountId: '111111111111' }
  Team:
    Type: OC::ORG::Account
    Properties: { AccountName: Team, RootEmail: team@example.com }
`;
// What STS answers for an account that is closed, as for one without the role.
const output =
  'ERROR: Stack things in account 222222222222 (us-east-1) update failed. reason: User: arn:aws:iam::111111111111:user/Administrator is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/OrganizationAccountAccessRole';

function explained(state: string): string | undefined {
  const organization = readOrganization(parseYaml('organization.yml', text));
  const accounts = [{ id: '222222222222', name: 'Team', email: 'Team@example.com', state }];
  const { parts } = explainAccount(output, { accounts, organization }) ?? {};
  return parts && `${parts.file} ${parts.line} ${parts.place}: ${parts.cause}: ${parts.remedy}`;
}

describe('an account that ofn could not enter', () => {
  it('is named with its state, where organization.yml declares it, if it is closed', () => {
    expect(explained('SUSPENDED')).to.equal(
      "organization.yml 5 Team: Team 222222222222 is SUSPENDED: its role can't be assumed, and nothing can be deployed there: move it to a unit that bindings exclude, such as SuspendedOu, or remove it",
    );
  });

  it('is waited for while it is pending', () => {
    expect(explained('PENDING_ACTIVATION')).to.match(
      /is PENDING_ACTIVATION.*: wait until aws organizations describe-account --account-id 222222222222 answers ACTIVE$/,
    );
  });

  it('is not blamed while it is active', () => {
    expect(explained('ACTIVE')).to.equal(undefined);
  });
});
