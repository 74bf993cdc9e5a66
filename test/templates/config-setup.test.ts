import { expect } from 'chai';
import { render } from './render.ts';

const UNKNOWN = "{{ suspended | join(',', 'LogicalId') }}";

function governed(declaredAccounts: string, suspendedAccounts: string): unknown {
  const context = { declaredAccounts, suspendedAccounts };
  const { value } = render('templates/config-recorder/setup.yml', context);
  const { Resources } = value as {
    Resources: Record<string, { Properties: Record<string, unknown> }>;
  };

  return Resources.ServiceLinkedRoles?.Properties.GovernedAccounts;
}

describe('the template of the set-up of AWS Config', () => {
  it('governs the declared accounts that are not suspended', () => {
    expect(governed('Sandbox,Old,Prod', 'Old')).to.deep.equal([
      '',
      { Ref: 'Sandbox' },
      { Ref: 'Prod' },
    ]);
  });

  it('governs none where none are given', () => {
    expect(governed("{{ accounts | join(',', 'LogicalId') }}", UNKNOWN)).to.deep.equal(['']);
  });

  it('governs all declared accounts where the suspended unit is not given', () => {
    expect(governed('Sandbox', UNKNOWN)).to.deep.equal(['', { Ref: 'Sandbox' }]);
  });
});
