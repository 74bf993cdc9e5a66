import { expect } from 'chai';
import { setParameters } from 'ofn-rehearse';
import { parametersWith } from '../../preflight/apply.ts';
import type { Finding, Setting } from '../../preflight/finding.ts';

const found = (...settings: Setting[]): Finding => ({
  kind: 'x',
  level: 'no-go',
  found: 'x',
  places: [],
  remedy: 'x',
  settings,
});

describe('the parameters that solve findings', () => {
  it('are none where no parameter does', () => {
    const { settings: _, ...without } = found();

    expect(parametersWith({ homeRegion: 'us-east-1' }, [without])).to.deep.equal({});
  });

  it('have the value of a finding in place of theirs', () => {
    const changed = parametersWith({ guardDutyMembers: 'declared' }, [
      found({ name: 'guardDutyMembers', value: 'all' }),
    ]);

    expect(changed).to.deep.equal({ guardDutyMembers: 'all' });
  });

  it('refer to accounts, in lists and alone', () => {
    const current = { configAdoptedAccounts: [{ Ref: 'OldAccount' }] };
    const changed = parametersWith(current, [
      found({ name: 'configAdoptedAccounts', add: ['SandboxAccount'] }),
      found({ name: 'securityAccount', value: 'AuditAccount' }),
    ]);

    expect(setParameters('homeRegion: us-east-1\n', changed)).to.equal(
      'homeRegion: us-east-1\nconfigAdoptedAccounts:\n  - !Ref OldAccount\n  - !Ref SandboxAccount\nsecurityAccount: !Ref AuditAccount\n',
    );
  });

  it('have the items of all findings once, besides those that are there', () => {
    const add = (...regions: string[]) => found({ name: 'findingAdoptedExports', add: regions });
    const changed = parametersWith({ findingAdoptedExports: ['us-east-1'] }, [
      add('us-east-1', 'eu-west-1'),
      add('eu-west-1'),
    ]);

    expect(changed).to.deep.equal({ findingAdoptedExports: ['us-east-1', 'eu-west-1'] });
  });

  it('begin with the default of a list that is not set', () => {
    const changed = parametersWith({}, [
      found({ name: 'guardDutyFeatures', add: ['S3_DATA_EVENTS=leave@eu-west-1'] }),
    ]);

    expect(changed['guardDutyFeatures']).to.include.members([
      'S3_DATA_EVENTS',
      'S3_DATA_EVENTS=leave@eu-west-1',
    ]);
  });

  it('replace what was said of a feature in that region, and nothing else', () => {
    const current = {
      guardDutyFeatures: ['S3_DATA_EVENTS', 'S3_DATA_EVENTS=off@eu-west-1', 'RDS_LOGIN_EVENTS'],
    };
    const changed = parametersWith(current, [
      found({ name: 'guardDutyFeatures', add: ['S3_DATA_EVENTS=leave@eu-west-1'] }),
    ]);

    expect(changed['guardDutyFeatures']).to.deep.equal([
      'S3_DATA_EVENTS',
      'RDS_LOGIN_EVENTS',
      'S3_DATA_EVENTS=leave@eu-west-1',
    ]);
  });

  it('name all accounts of an opt-in region in one entry', () => {
    const current = { optInExclusions: ['me-south-1=OldAccount', 'af-south-1='] };
    const changed = parametersWith(current, [
      found({ name: 'optInExclusions', add: ['me-south-1=OldAccount,SandboxAccount'] }),
      found({ name: 'optInExclusions', add: ['af-south-1=SandboxAccount'] }),
    ]);

    expect(changed['optInExclusions']).to.deep.equal([
      'me-south-1=OldAccount,SandboxAccount',
      'af-south-1=SandboxAccount',
    ]);
  });

  it('leave the current ones as they are', () => {
    const current = { findingAdoptedExports: ['us-east-1'] };
    parametersWith(current, [found({ name: 'findingAdoptedExports', add: ['eu-west-1'] })]);

    expect(current).to.deep.equal({ findingAdoptedExports: ['us-east-1'] });
  });
});
