import { expect } from 'chai';
import type { StackSnapshot } from 'ofn-rehearse';
import { readFileDetail } from '../../../preflight/read/file-detail.ts';
import { keyOf } from '../../../preflight/snapshot/templates.ts';
import { type Answers, awsError, fakeClient } from '../../doubles/aws-client.ts';
import { fakeClients, fakeSessions } from '../../doubles/organization.ts';
import { account, place, snapshot, stack } from '../snapshot/sample.ts';

const key = `config-recorder/${'0123456789abcdef'.repeat(2)}.zip`;
const template = `Parameters: { codeKey: { Type: String } }
Resources:
  Function:
    Type: AWS::Lambda::Function
    Properties:
      Code:
        S3Bucket: !Sub 'ofn-audit-artifacts-\${AWS::AccountId}-\${AWS::Region}'
        S3Key: !Ref codeKey
  Other:
    Type: AWS::Lambda::Function
    Properties: { Code: { ZipFile: 'exports.handler = 1' } }
`;

const refused = (name: string, fields = {}) =>
  awsError(name, name, { $metadata: { httpStatusCode: 403 }, ...fields });
const object = (text: string) => ({
  Body: { transformToByteArray: async () => Buffer.from(text) },
});
const ours = (fields: Partial<StackSnapshot> = {}) =>
  stack({ StackName: 'ofn-audit-config', Parameters: { codeKey: key }, ...fields });

/** Two accounts with these stacks, each in one region. */
const organization = (...stacks: StackSnapshot[]) =>
  snapshot({
    accounts: [
      account({ Id: '111111111111', parentId: 'r-ab12', places: [place({ stacks })] }),
      account({ places: [place({ stacks })] }),
    ],
  });

const noState = ({ Key }: { Key: string }) =>
  Key === 'state.json' ? refused('NoSuchKey') : object('zip');

function answering(answers: Answers) {
  const cloudFormation = fakeClient({ GetTemplate: { TemplateBody: template }, ...answers });
  const s3 = fakeClient({ GetObject: noState, ...answers });
  return { s3, cloudFormation, sessions: fakeSessions({ s3, cloudFormation }) };
}

const options = { resourcePrefix: 'ofn-audit' };

describe('what a snapshot file has besides', () => {
  it('is each template and each archive once, by its hash', async () => {
    const { sessions, s3, cloudFormation } = answering({});

    const read = await readFileDetail(organization(ours()), { ...options, sessions });

    const { templates, code, archives, accounts } = read;
    const archive = keyOf(Buffer.from('zip'));
    expect(templates).to.deep.equal({ [keyOf(template)]: template });
    expect(accounts.map(({ places: [one] }) => one?.stacks[0]?.template)).to.deep.equal([
      keyOf(template),
      keyOf(template),
    ]);
    expect(code).to.deep.equal({
      [`ofn-audit-artifacts-111111111111-us-east-1/${key}`]: archive,
      [`ofn-audit-artifacts-222222222222-us-east-1/${key}`]: archive,
    });
    expect(archives).to.deep.equal({ [archive]: Buffer.from('zip').toString('base64') });
    expect(cloudFormation.commands[0]).to.deep.equal([
      'GetTemplate',
      { StackName: ours().StackId, TemplateStage: 'Original' },
    ]);
    const state = { Bucket: 'organization-formation-111111111111', Key: 'state.json' };
    expect(s3.commands.at(-1)).to.deep.equal(['GetObject', state]);
    expect(read).not.to.have.property('state');
  });

  it('downloads the archive of one key from one account when it knows it by then', async () => {
    const { sessions, s3 } = answering({});

    await readFileDetail(organization(ours()), { ...options, sessions, concurrency: 1 });

    expect(s3.commands.map(([, { Key }]) => Key)).to.deep.equal([key, 'state.json']);
  });

  it('has no code of other stacks, and none of other buckets', async () => {
    const { sessions, s3 } = answering({
      GetTemplate: [
        { TemplateBody: template },
        { TemplateBody: template.replace('ofn-audit-artifacts', 'elsewhere') },
      ],
    });
    const [main = account()] = organization(stack(), ours()).accounts;

    const read = await readFileDetail(snapshot({ accounts: [main] }), { ...options, sessions });

    expect(read.code).to.deep.equal({});
    expect(s3.commands).to.have.length(1);
  });

  it('has the templates of packs, whose keys have a hash', async () => {
    const pack = `Resources:
  Pack:
    Type: AWS::Config::OrganizationConformancePack
    Properties:
      TemplateS3Uri: !Sub
        - 's3://\${bucketPrefix}-\${AWS::AccountId}/packs/\${hash}.yml'
        - { hash: '${'0123456789abcdef'.repeat(2)}' }
`;
    const { sessions } = answering({ GetTemplate: { TemplateBody: pack } });
    const packs = ours({ Parameters: { bucketPrefix: 'awsconfigconforms-ofn-audit' } });

    const { code } = await readFileDetail(organization(packs), { ...options, sessions });

    expect(Object.keys(code ?? {})).to.deep.equal([
      `awsconfigconforms-ofn-audit-111111111111/packs/${'0123456789abcdef'.repeat(2)}.yml`,
      `awsconfigconforms-ofn-audit-222222222222/packs/${'0123456789abcdef'.repeat(2)}.yml`,
    ]);
  });

  it('has the state of org-formation, where it was configured, from the region of its bucket', async () => {
    const body = '{"stacks":{}}';
    const elsewhere = { $response: { headers: { 'x-amz-bucket-region': 'eu-west-1' } } };
    const [far, near] = [
      fakeClient({ GetObject: refused('PermanentRedirect', elsewhere) }),
      fakeClient({ GetObject: object(body) }),
    ];
    const session = {
      clients: (region: string) =>
        fakeClients({ s3: region === 'eu-west-1' ? near : far, cloudFormation: fakeClient({}) }),
    };

    const { state } = await readFileDetail(snapshot(), {
      ...options,
      sessions: { open: async () => session },
      state: { bucket: 'acme-state', key: 'org/state.json' },
    });

    expect(state).to.deep.equal({ bucket: 'acme-state', key: 'org/state.json', body });
    expect(near.commands).to.deep.equal([
      ['GetObject', { Bucket: 'acme-state', Key: 'org/state.json' }],
    ]);
  });

  it('has templates of StackSets', async () => {
    const { sessions } = answering({
      DescribeStackSet: { StackSet: { TemplateBody: 'Resources: {}' } },
    });
    const stackSet = {
      ...{ StackSetName: 'buckets', Status: 'ACTIVE', PermissionModel: 'SERVICE_MANAGED' },
      ...{ Parameters: {}, Capabilities: [], Tags: {}, instances: [] },
    };

    const read = await readFileDetail(snapshot({ stackSets: [stackSet] }), {
      ...options,
      sessions,
    });

    expect(read.stackSets).to.deep.equal([{ ...stackSet, template: keyOf('Resources: {}') }]);
  });

  it('notes what was refused where it belongs, and reads the rest', async () => {
    const { sessions } = answering({
      GetTemplate: [refused('AccessDenied'), { TemplateBody: template }],
      GetObject: refused('AccessDenied'),
    });
    const [main = account()] = organization(stack(), ours()).accounts;

    const read = await readFileDetail(snapshot({ accounts: [main] }), { ...options, sessions });

    const denied = { code: 'AccessDenied', message: 'AccessDenied' };
    expect(read.accounts[0]?.places[0]?.unread).to.deep.equal({
      'stacks.app.template': denied,
      [`code.ofn-audit-artifacts-111111111111-us-east-1/${key}`]: denied,
    });
    expect(read.organization.unread).to.deep.equal({ state: denied });
    expect(read.accounts[0]?.places[0]?.stacks[1]?.template).to.equal(keyOf(template));
  });

  it('keeps an account as it is whose role can no longer be assumed', async () => {
    const { sessions } = answering({});
    const open = async (id: string) => {
      if (id === '222222222222') {
        throw refused('AccessDenied');
      }
      return sessions.open(id);
    };
    const whole = organization(ours());

    const read = await readFileDetail(whole, { ...options, sessions: { open } });

    expect(read.accounts[1]?.places).to.deep.equal(whole.accounts[1]?.places);
    expect(read.accounts[1]?.unread).to.have.all.keys('templates');
  });
});
