import path from 'node:path';
import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { expect } from 'chai';
import { Rehearsal } from 'ofn-rehearse';
import { connect } from '../../organization/clients.ts';
import { fine, project } from './project.ts';

const root = `Organization:
  Type: update-organization
  Template: ./organization.yml
Capability:
  Type: include
  DependsOn: Organization
  Path: ./capability/_tasks.yml
`;
const [, included = ''] = fine.tasks.split(/^(?=Things:)/m);

// https://github.com/org-formation/org-formation-cli/blob/v1.0.17/src/cfn-binder/cfn-binder.ts
describe('a stack that was deleted by hand', () => {
  it('stays away from each deployment, and is back after one with ForceDeploy at its include', async () => {
    const files = project({
      'tasks.yml': root,
      'capability/_tasks.yml': included.replace('  DependsOn: Organization\n', ''),
      'capability/things.yml': fine.template,
    });
    const rehearsal = await Rehearsal.open({
      config: {},
      tasksFile: path.join(files.folder, 'tasks.yml'),
    });
    const names = async () => (await rehearsal.aws.stacks()).map(({ name }) => name);
    const perform = async (tasksText = root) => {
      await rehearsal.requireSuccess(await rehearsal.perform({ tasksText }));
      return names();
    };

    try {
      expect(await perform()).to.deep.equal(['things']);
      const [stack] = await rehearsal.aws.stacks();
      const { endpoint, credentials } = rehearsal.connection;
      const sessions = await connect({ homeRegion: 'us-east-1', endpoint, credentials });
      const { clients } = await sessions.open(stack?.account ?? '');
      await clients('us-east-1').cloudFormation.send(
        new DeleteStackCommand({ StackName: 'things' }),
      );
      sessions.close();

      expect(await perform()).to.deep.equal([]);
      expect(await perform(`${root}  ForceDeploy: true\n`)).to.deep.equal(['things']);
    } finally {
      await rehearsal.close();
      files.remove();
    }
  });
});
