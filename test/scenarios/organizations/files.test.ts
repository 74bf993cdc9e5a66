import { expect } from 'chai';
import { withIds } from '../../../scenarios/organizations/files.ts';
import { withoutTasks } from '../../../scenarios/organizations/tasks.ts';

describe('the files of an organization that is not blank', () => {
  it('have the ids of accounts, and their comments and tags as before', () => {
    const text = `Organization:
  # who builds
  Team:
    Type: OC::ORG::Account
    Properties:
      AccountName: Team # for now
      Owner: !Ref Main
`;

    expect(withIds(text, { Team: '011111111111' })).to.equal(
      text.replace('Owner: !Ref Main\n', "Owner: !Ref Main\n      AccountId: '011111111111'\n"),
    );
  });

  it('leave tasks out, and out of each DependsOn', () => {
    const text = `Trail: { Type: include }
Alarms: { Type: include, DependsOn: Trail }
Flows: { Type: include, DependsOn: [Alerts, Trail] }
Alerts: { Type: include }
`;

    expect(withoutTasks(text, ['Trail', 'Alarms'])).to.equal(
      'Flows: { Type: include, DependsOn: [ Alerts ] }\nAlerts: { Type: include }\n',
    );
  });
});
