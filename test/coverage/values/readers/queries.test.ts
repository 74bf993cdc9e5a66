import { expect } from 'chai';
import { awsError } from '../../../doubles/aws-client.ts';
import { differences, resource } from './differences.ts';

const configuration = {
  BytesScannedCutoffPerQuery: 1000,
  EnforceWorkGroupConfiguration: true,
  ResultConfiguration: { OutputLocation: 's3://results/' },
};
const workGroup = resource('AWS::Athena::WorkGroup', 'audit', {
  WorkGroupConfiguration: configuration,
});
const athena = (change: object) => ({
  athena: {
    GetWorkGroup: {
      WorkGroup: {
        Configuration: {
          ...configuration,
          EngineVersion: { SelectedEngineVersion: 'AUTO' },
          ...change,
        },
      },
    },
  },
});

describe('values of a workgroup', () => {
  it('name results that go elsewhere, and a limit that is gone', async () => {
    expect(await differences(workGroup, athena({}))).to.deep.equal([]);
    expect(
      await differences(
        workGroup,
        athena({ ResultConfiguration: { OutputLocation: 's3://eve/' } }),
      ),
    ).to.deep.equal([
      "WorkGroupConfiguration.ResultConfiguration.OutputLocation is 's3://eve/', expected 's3://results/'",
    ]);
    expect(
      await differences(workGroup, athena({ EnforceWorkGroupConfiguration: false })),
    ).to.deep.equal([
      "WorkGroupConfiguration.EnforceWorkGroupConfiguration is 'false', expected 'true'",
    ]);
  });

  it('are gone with it', async () => {
    const GetWorkGroup = awsError('InvalidRequestException');

    expect(await differences(workGroup, { athena: { GetWorkGroup } })).to.equal('gone');
  });
});

const input = {
  Name: 'days',
  TableType: 'EXTERNAL_TABLE',
  Parameters: { 'projection.enabled': 'true', 'storage.location.template': 's3://trail/${day}' },
  PartitionKeys: [{ Name: 'day', Type: 'string' }],
  StorageDescriptor: { Location: 's3://trail/', Columns: [{ Name: 'eventid', Type: 'string' }] },
};
const table = resource('AWS::Glue::Table', 'days', { DatabaseName: 'audit', TableInput: input });
const glue = (change: object) => ({ glue: { GetTable: { Table: { ...input, ...change } } } });

describe('values of a table', () => {
  it('name another place of its data, and a column that is missing', async () => {
    const elsewhere = { ...input.StorageDescriptor, Location: 's3://eve/' };
    const without = { ...input.StorageDescriptor, Columns: [] };

    expect(await differences(table, glue({ Retention: 0 }))).to.deep.equal([]);
    expect(await differences(table, glue({ StorageDescriptor: elsewhere }))).to.deep.equal([
      "TableInput.StorageDescriptor.Location is 's3://eve/', expected 's3://trail/'",
    ]);
    expect(await differences(table, glue({ StorageDescriptor: without }))).to.have.length(1);
  });

  it('leave out which accounts it covers', async () => {
    const Parameters = { ...input.Parameters, 'projection.account.values': '1,2' };

    expect(await differences(table, glue({ Parameters }))).to.deep.equal([]);
  });

  it('are gone with it', async () => {
    const GetTable = awsError('EntityNotFoundException');

    expect(await differences(table, { glue: { GetTable } })).to.equal('gone');
  });

  it('name a saved query that was changed, and one that is gone', async () => {
    const query = resource('AWS::Athena::NamedQuery', 'id', {
      ...{ Name: 'WhoTouchedResource', Database: 'audit', WorkGroup: 'audit' },
      QueryString: 'SELECT 1',
    });
    const saved = (GetNamedQuery: object) => ({ athena: { GetNamedQuery } });
    const NamedQuery = { Database: 'audit', WorkGroup: 'audit', QueryString: 'SELECT 2' };

    expect(await differences(query, saved({ NamedQuery }))).to.deep.equal([
      "QueryString is 'SELECT 2', expected 'SELECT 1'",
    ]);
    expect(await differences(query, saved(awsError('InvalidRequestException')))).to.equal('gone');
  });
});
