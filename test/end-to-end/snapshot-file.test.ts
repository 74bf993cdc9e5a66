import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam';
import { TagResourceCommand } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { unzipSync } from 'fflate';
import { Rehearsal, readSnapshotFile, type Snapshot } from 'ofn-rehearse';
import { readFileDetail } from '../../preflight/read/file-detail.ts';
import { readSnapshot } from '../../preflight/read/read-snapshot.ts';
import { saveSnapshot } from '../../preflight/save.ts';
import { writeSnapshot } from '../../preflight/snapshot-file.ts';
import config from '../../rehearse.config.ts';
import { sessionsOf } from '../../scenarios/sessions.ts';
import { listAccounts } from '../../scenarios/settings.ts';

const tasksFile = path.join(import.meta.dirname, '../../organization-tasks.yml');
const roleName = 'OrganizationAccountAccessRole';
const homeRegion = 'us-east-1';
// Governed ones, and those that sign-in-monitoring is deployed to besides.
const regions = [homeRegion, 'us-east-2', 'eu-west-1', 'eu-north-1', 'ap-southeast-2'];

interface Issued {
  readonly kind: string;
  readonly text: string;
}

/** Leaves credentials of an account where they should not be. */
async function plant(rehearsal: Rehearsal): Promise<void> {
  const sessions = sessionsOf(rehearsal);
  const accounts = await listAccounts(rehearsal);
  const id = accounts.find(({ name }) => name === 'Sandbox')?.id ?? '';
  const { iam, cloudFormation } = (await sessions.open(id)).clients(homeRegion);
  await iam.send(new CreateUserCommand({ UserName: 'ci' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ci' }));
  const { AccessKeyId = '', SecretAccessKey = '' } = AccessKey ?? {};
  const [session] = (await rehearsal.aws.control('GET', '/sessions')) as Record<string, string>[];
  const template = {
    Description: `deploys with ${AccessKeyId}`,
    Metadata: {
      'ci.env': `AWS_SECRET_ACCESS_KEY=${SecretAccessKey}\nAWS_SESSION_TOKEN=${session?.['sessionToken']}`,
      [AccessKeyId]: Buffer.from(`export TOKEN=${SecretAccessKey} # for all of the team`).toString(
        'base64',
      ),
    },
    Parameters: {
      key: {
        Type: 'String',
        NoEcho: true,
        Default: SecretAccessKey,
        AllowedPattern: '[A-Za-z0-9/+]+',
      },
      url: { Type: 'String' },
    },
    Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'things' } } },
    Outputs: { Credentials: { Value: `${AccessKeyId}:${SecretAccessKey}` } },
  };
  await cloudFormation.send(
    new CreateStackCommand({
      StackName: 'things',
      TemplateBody: JSON.stringify(template, null, 2),
      Parameters: [
        { ParameterKey: 'url', ParameterValue: `https://ci:${SecretAccessKey}@x.example` },
      ],
      Tags: [{ Key: 'secretAccessKey', Value: SecretAccessKey }],
    }),
  );
  await sessions.caller.organizations.send(
    new TagResourceCommand({ ResourceId: id, Tags: [{ Key: 'ci', Value: AccessKeyId }] }),
  );
}

/** As npm run preflight -- --snapshot reads it. */
async function read(rehearsal: Rehearsal): Promise<Snapshot> {
  const sessions = sessionsOf(rehearsal);
  const snapshot = await readSnapshot({
    sessions,
    homeRegion,
    regions,
    roleName,
    wanted: [],
    detail: 'file',
  });
  return readFileDetail(snapshot, { sessions, resourcePrefix: 'ofn-audit' });
}

const open = (from: object) =>
  Rehearsal.open({
    config,
    tasksFile,
    match: 'organization-access',
    regions: [homeRegion],
    ...from,
  });

describe('a snapshot of an organization', () => {
  let folder: string;
  let rehearsal: Rehearsal;
  let snapshot: Snapshot;
  const file = () => path.join(folder, 'acme.json');

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'ofn-audit-snapshot-'));
    rehearsal = await open({});
    await rehearsal.requireSuccess(await rehearsal.perform());
    await plant(rehearsal);
    snapshot = await read(rehearsal);
  });

  after(async () => {
    await rehearsal?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('has no credential and no secret that the embedded AWS has issued', async () => {
    const issued = (await rehearsal.aws.control('GET', '/credentials/issued')) as Issued[];

    const { redactions } = writeSnapshot(file(), snapshot);

    const archives = Object.values(readSnapshotFile(file()).archives ?? {}).flatMap((archive) =>
      Object.values(unzipSync(Buffer.from(archive, 'base64'))).map(String),
    );
    const texts = [readFileSync(file(), 'utf8'), ...archives].join('\n');
    const planted = issued.filter(({ text }) => JSON.stringify(snapshot).includes(text));
    expect(planted.map(({ kind }) => kind)).to.include.members([
      'access key id',
      'secret access key',
      'session token',
    ]);
    expect(archives).not.to.deep.equal([]);
    expect(issued.length).to.be.above(20);
    expect(issued.filter(({ text }) => texts.includes(text))).to.deep.equal([]);
    expect(redactions.length).to.be.above(8);
  });

  it('is the same file when it is taken twice, but for the time', async () => {
    writeSnapshot(file(), snapshot);
    const first = readFileSync(file(), 'utf8');

    writeSnapshot(file(), { ...(await read(rehearsal)), takenAt: snapshot.takenAt });

    expect(readFileSync(file(), 'utf8')).to.equal(first);
  });

  it('has no account, name or address in it with pseudonyms, and is rehearsed with them', async () => {
    const organizationFile = path.join(folder, 'acme.organization.yml');
    const accounts = await listAccounts(rehearsal);
    const { organizationText } = rehearsal;
    saveSnapshot(snapshot, { file: file(), pseudonyms: { env: {}, organizationText } });

    const from = readSnapshotFile(file());
    const again = await open({ from, organizationFile });
    try {
      const before = await again.aws.stacks();
      const result = await again.perform();
      const after = await again.aws.stacks();

      const text = readFileSync(file(), 'utf8') + readFileSync(organizationFile, 'utf8');
      const known = accounts.flatMap(({ id, email }) => [id, email]);
      expect(known.filter((one) => text.includes(one))).to.deep.equal([]);
      expect(from.accounts.map(({ Name }) => Name)).not.to.include.members(['Sandbox']);
      expect(result.exitCode, result.output).to.equal(0);
      expect(before.length).to.be.above(3);
      expect(after).to.deep.equal(before);
    } finally {
      await again.close();
    }
  });
});
