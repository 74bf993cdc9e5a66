import { expect } from 'chai';
import { Problem } from '../../problem.ts';
import { parseSnapshot, readSnapshotFile } from '../../snapshot/file.ts';
import type { Snapshot } from '../../snapshot/format.ts';

const hash = 'a'.repeat(64);

const snapshot: Snapshot = {
  format: 1,
  takenAt: '2026-01-02T03:04:05.000Z',
  homeRegion: 'us-east-1',
  regions: ['us-east-1'],
  caller: { accountId: '111111111111', arn: 'arn:aws:iam::111111111111:user/a', roleName: 'Role' },
  organization: {
    Id: 'o-abcdefghij',
    MasterAccountId: '111111111111',
    MasterAccountEmail: 'main@example.com',
    FeatureSet: 'ALL',
    rootId: 'r-abcd',
    policyTypes: [],
    units: [{ Id: 'ou-abcd-12345678', Name: 'Security', parentId: 'r-abcd', tags: {} }],
    policies: [],
    trustedServices: [],
    delegatedAdministrators: [],
    handshakes: [],
    accountRequests: [],
    unread: {},
  },
  accounts: [
    {
      Id: '111111111111',
      Name: 'Main',
      Email: 'main@example.com',
      state: 'ACTIVE',
      JoinedMethod: 'INVITED',
      parentId: 'r-abcd',
      tags: {},
      regionOptStatus: {},
      roles: [],
      buckets: [],
      places: [],
      unread: {},
    },
  ],
  stackSets: [
    {
      StackSetName: 'buckets',
      Status: 'ACTIVE',
      PermissionModel: 'SERVICE_MANAGED',
      Parameters: {},
      Capabilities: [],
      Tags: {},
      instances: [],
      template: hash,
    },
  ],
  state: { bucket: 'organization-formation-111111111111', key: 'state.json', body: '{}' },
  templates: { [hash]: 'Resources: {}' },
};

function problems(value: unknown): string[] {
  try {
    parseSnapshot(typeof value === 'string' ? value : JSON.stringify(value), 'acme.json');
  } catch (error) {
    if (error instanceof Problem) {
      return error.all.map(({ place, cause }) => (place ? `${place}: ${cause}` : cause));
    }
    throw error;
  }
  return [];
}

describe('a snapshot file', () => {
  it('is read as it was written', () => {
    expect(parseSnapshot(JSON.stringify(snapshot), 'acme.json')).to.deep.equal(snapshot);
  });

  it('is rejected when it is not JSON, without its text in the message', () => {
    expect(problems('{ "secret": hunter2 }')).to.deep.equal(['it is not JSON']);
  });

  it('is rejected when its format is another one', () => {
    expect(problems({ ...snapshot, format: 2 })).to.deep.equal([
      'format: the format is 2; 1 is read',
    ]);
    expect(problems([])).to.deep.equal(['format: the format is missing; 1 is read']);
    expect(problems(null)).to.deep.equal(['format: the format is null; 1 is read']);
  });

  it('is rejected with everything that it lacks', () => {
    const { homeRegion: _, ...rest } = snapshot;

    expect(problems({ ...rest, accounts: {} })).to.deep.equal([
      'homeRegion: it is missing',
      'accounts: it is not a list',
    ]);
  });

  it('is rejected with the account and the stack that are wrong', () => {
    const [main] = snapshot.accounts;
    const place = {
      ...{ region: 'us-east-1', stacks: [{ StackName: 'one', StackId: 1 }], trails: [] },
      ...{ recorders: [], deliveryChannels: [], aggregators: [], analyzers: [] },
      ...{ named: {}, quotas: {}, unread: {} },
    };

    expect(
      problems({
        ...snapshot,
        accounts: [
          { ...main, Id: '1' },
          { ...main, places: [place] },
        ],
      }),
    ).to.deep.equal([
      'accounts.0.Id: it is not an account id',
      'accounts.1.places.0.stacks.0.StackId: it is not a text',
      'accounts.1.places.0.stacks.0.StackStatus: it is missing',
      'accounts.1.places.0.stacks.0.Parameters: it is missing',
      'accounts.1.places.0.stacks.0.Outputs: it is missing',
      'accounts.1.places.0.stacks.0.Tags: it is missing',
      'accounts.1.places.0.stacks.0.resources: it is missing',
    ]);
  });

  it('is rejected when its state is not JSON', () => {
    const state = { bucket: 'b', key: 'k', body: '{' };

    expect(problems({ ...snapshot, state })).to.deep.equal(['state.body: it is not JSON']);
  });

  it('is rejected when a part refers to one that is not in it', () => {
    const [main] = snapshot.accounts;
    const accounts = [{ ...main, Id: '222222222222', parentId: 'ou-abcd-99999999' }];

    expect(
      problems({ ...snapshot, accounts, templates: {}, code: { 'bucket/key': hash } }),
    ).to.deep.equal([
      'accounts: 111111111111 is missing',
      'parentId of 222222222222: ou-abcd-99999999 is not a unit of the snapshot',
      `templates.${hash}: it is missing`,
      `archives.${hash}: it is missing, and the code of bucket/key`,
    ]);
  });

  it('names the file that can not be read', () => {
    expect(() => readSnapshotFile('/nowhere/acme.json')).to.throw(Problem, /ENOENT/);
  });
});
