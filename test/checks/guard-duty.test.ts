import { expect } from 'chai';
import { faultsOf } from './detection-folder.ts';
import { fine } from './faults.ts';

describe('the check of GuardDuty parameters', () => {
  it('takes features that are on, off and left, and for one region', () => {
    const list =
      '[S3_DATA_EVENTS, AI_PROTECTION=off, RDS_LOGIN_EVENTS, RDS_LOGIN_EVENTS=leave@ap-east-2]';

    expect(faultsOf(`guardDutyFeatures: ${list}\nguardDutyMembers: all\n`)).to.equal(fine);
  });

  it('refuses a setting that the function would refuse', () => {
    expect(faultsOf('guardDutyFeatures: [S3_DATA_EVENTS=aus]\n')).to.include('S3_DATA_EVENTS=aus');
    expect(faultsOf('guardDutyFeatures: [RDS_LOGIN_EVENTS, RDS_LOGIN_EVENTS=off]\n')).to.include(
      'has a feature twice for one region',
    );
  });

  it('refuses a mode of members that there is not', () => {
    expect(faultsOf('guardDutyMembers: some\n')).to.include(
      'guardDutyMembers is "some": use any of declared, all',
    );
  });
});
