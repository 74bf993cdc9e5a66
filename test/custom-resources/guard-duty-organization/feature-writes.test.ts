import { expect } from 'chai';
import { writeFeatures } from '../../../custom-resources/guard-duty-organization/feature-writes.ts';
import { RefusedError } from '../../../lambda/errors.ts';
import { awsError } from '../../doubles/aws-client.ts';

const invalid = awsError(
  'BadRequestException',
  'The request is rejected because an invalid or out-of-range value is specified as an input parameter.',
);
const features = [{ Name: 'S3_DATA_EVENTS' }, { Name: 'RDS_LOGIN_EVENTS' }];

/** A service that rejects what the test says, and notes the names that it was given. */
function service(rejects: (names: string[]) => Error | undefined) {
  const calls: string[][] = [];
  const write = async (given: { Name: string }[]) => {
    const names = given.map(({ Name }) => Name);
    calls.push(names);
    const error = rejects(names);
    if (error) {
      throw error;
    }
  };
  return { calls, write };
}

// RDS Protection is not supported in ap-east-2:
// https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html
describe('writeFeatures', () => {
  it('writes all in one call', async () => {
    const { calls, write } = service(() => undefined);

    await writeFeatures('eu-west-1', features, write);

    expect(calls).to.deep.equal([['S3_DATA_EVENTS', 'RDS_LOGIN_EVENTS']]);
  });

  it('names at once a feature that the region lacks, and sets the others', async () => {
    const { calls, write } = service((names) =>
      names.includes('RDS_LOGIN_EVENTS') ? invalid : undefined,
    );

    const error = await writeFeatures('ap-east-2', features, write).catch((thrown) => thrown);

    expect(error).to.be.instanceOf(RefusedError);
    expect(error.message).to.equal(
      `GuardDuty rejects RDS_LOGIN_EVENTS in ap-east-2 (${invalid.message}): ` +
        'add RDS_LOGIN_EVENTS=leave@ap-east-2 to guardDutyFeatures',
    );
    expect(calls).to.deep.equal([
      ['S3_DATA_EVENTS', 'RDS_LOGIN_EVENTS'],
      [],
      ['S3_DATA_EVENTS'],
      ['RDS_LOGIN_EVENTS'],
    ]);
  });

  it('leaves to the caller what is rejected without features, too', async () => {
    const { calls, write } = service(() => invalid);

    const error = await writeFeatures('eu-west-1', features, write).catch((thrown) => thrown);

    expect(error).to.equal(invalid);
    expect(calls).to.deep.equal([['S3_DATA_EVENTS', 'RDS_LOGIN_EVENTS'], []]);
  });

  it('tries nothing else after another error', async () => {
    const denied = awsError('AccessDeniedException');
    const { calls, write } = service(() => denied);

    const error = await writeFeatures('eu-west-1', features, write).catch((thrown) => thrown);

    expect(error).to.equal(denied);
    expect(calls).to.have.length(1);
  });
});
