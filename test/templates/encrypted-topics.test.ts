import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'chai';
import { readYaml } from 'ofn-rehearse';

const root = path.join(import.meta.dirname, '../..');

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: { readonly StringEquals?: Readonly<Record<string, unknown>> };
}

interface Resource {
  readonly Type: string;
  readonly Properties?: {
    readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
    readonly Role?: unknown;
    readonly Policies?: readonly { PolicyDocument: { Statement: readonly Statement[] } }[];
  };
}

const resources = globSync('templates/**/*.yml', { cwd: root })
  .filter((file) => /^Resources:/m.test(readFileSync(path.join(root, file), 'utf8')))
  .flatMap((file) => {
    const { Resources } = readYaml(path.join(root, file)).value as {
      Resources: Record<string, Resource>;
    };
    return Object.entries(Resources).map(([id, resource]) => ({ file, id, ...resource }));
  });
type Named = (typeof resources)[number];

const actions = ({ Action }: Statement): string[] => [Action].flat() as string[];
/** A statement of a list, and not the branch of a condition: what publishes does so always. */
const statementsOf = ({ Properties }: Named): readonly Statement[] =>
  (Properties?.Policies ?? []).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
const topicOf = (role: Named): unknown =>
  statementsOf(role).find((one) => one.Action && actions(one).includes('sns:Publish'))?.Resource;

const publishing = resources.filter(
  (one) => one.Type === 'AWS::IAM::Role' && topicOf(one) !== undefined,
);

// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#sns-what-permissions-for-sse
describe('roles that publish to a topic', () => {
  it('are those of every function that is given a topic', () => {
    const functions = resources.filter(({ Properties }) =>
      Object.keys(Properties?.Environment?.Variables ?? {}).includes('TOPIC_ARN'),
    );
    const roles = functions.map(({ file, Properties }) => {
      const role = resources.find(
        (one) =>
          one.file === file &&
          JSON.stringify(Properties?.Role) === JSON.stringify({ 'Fn::GetAtt': `${one.id}.Arn` }),
      );
      const topic = Properties?.Environment?.Variables?.['TOPIC_ARN'];
      return role && JSON.stringify(topicOf(role)) === JSON.stringify(topic) ? role : file;
    });

    expect(roles.length).to.be.at.least(5);
    expect(roles).to.have.members(publishing);
  });

  for (const role of publishing) {
    it(`may use the key that encrypts it, for this topic and by SNS alone: ${role.file}`, () => {
      const grants = statementsOf(role).filter(
        (one) => one.Action && actions(one).some((action) => action.startsWith('kms:')),
      );

      expect(grants.map(actions)).to.deep.equal([['kms:Decrypt', 'kms:GenerateDataKey']]);
      expect(grants[0]?.Resource).to.deep.equal({
        'Fn::Sub': 'arn:${AWS::Partition}:kms:${AWS::Region}:*:key/*',
      });
      expect(grants[0]?.Condition).to.deep.equal({
        StringEquals: {
          'aws:ResourceOrgID': '${aws:PrincipalOrgID}',
          'kms:ViaService': { 'Fn::Sub': 'sns.${AWS::Region}.amazonaws.com' },
          'kms:EncryptionContext:aws:sns:topicArn': topicOf(role),
        },
      });
    });
  }
});
