import { expect } from 'chai';
import { readRegions } from '../../organization/regions.ts';
import { awsError, fakeClient } from '../doubles/aws-client.ts';
import { fakeClients } from '../doubles/organization.ts';

const read = (pages: readonly unknown[]) =>
  readRegions(fakeClients({ account: fakeClient({ ListRegions: pages }) }).account);

describe('regions', () => {
  it('keeps those that the account has not enabled, of all pages', async () => {
    const status = await read([
      {
        Regions: [{ RegionName: 'us-east-1', RegionOptStatus: 'ENABLED_BY_DEFAULT' }],
        NextToken: 'two',
      },
      {
        Regions: [
          { RegionName: 'af-south-1', RegionOptStatus: 'ENABLED' },
          { RegionName: 'me-south-1', RegionOptStatus: 'DISABLED' },
          { RegionName: 'eu-south-2', RegionOptStatus: 'ENABLING' },
        ],
      },
    ]);

    expect(status).to.deep.equal({
      notEnabled: new Map([
        ['me-south-1', 'DISABLED'],
        ['eu-south-2', 'ENABLING'],
      ]),
    });
  });

  it('hides no region when the status may not be read', async () => {
    const status = await read([awsError('AccessDeniedException', 'not authorized')]);

    expect(status).to.deep.equal({
      notEnabled: new Map(),
      unknown: 'AccessDeniedException: not authorized',
    });
  });
});
