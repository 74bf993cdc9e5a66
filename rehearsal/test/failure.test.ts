import { expect } from 'chai';
import type { AwsEvent } from '../aws-types.ts';
import { explainFailure, isComplete } from '../failure.ts';

const explain = (output: string, events: AwsEvent[] = []) =>
  explainFailure({
    tasksFile: 'tasks.yml',
    result: { exitCode: 1, tasks: [], unfinished: [], output },
    events,
    nameOf: (id) => (id === '111111111111' ? 'Main' : id),
  }).parts;

const failed = (reason: string): AwsEvent => ({
  sequence: 1,
  time: 0,
  kind: 'resource',
  account: '111111111111',
  region: 'eu-west-1',
  stack: 'logs',
  logicalId: 'Bucket',
  type: 'AWS::S3::Bucket',
  status: 'CREATE_FAILED',
  reason,
});

describe('the explanation of a failed run', () => {
  it('names template, resource, stack and account of a resource that failed', () => {
    const output = 'INFO: Executing: update-stacks ./logs.yml logs.';

    const parts = explain(output, [failed('logs already exists')]);

    expect(parts.file).to.equal('logs.yml');
    expect(parts.place).to.equal('Bucket (AWS::S3::Bucket), stack logs in Main/eu-west-1');
    expect(parts.cause).to.equal('logs already exists');
  });

  it('passes over resources that were only cancelled', () => {
    const events = [failed('Resource creation cancelled'), failed('no such key')];

    expect(explain('', events).cause).to.equal('no such key');
  });

  it('takes off what CloudFormation wraps around the words of a service', () => {
    const reason =
      'Resource handler returned message: "No." (RequestToken: 1-2, HandlerErrorCode: AccessDenied)';

    expect(explain('', [failed(reason)]).cause).to.equal('No. (AccessDenied)');
  });

  for (const [end, remedy] of [
    ['with an explicit deny in a service control policy', /^exempt the role in the policy/],
    ['with an explicit deny in a resource control policy', /^exempt the role in the policy/],
    ['because no service control policy allows the s3:PutObject action', /attach FullAWSAccess/],
    ['because no identity-based policy allows the s3:PutObject action', /^grant the action/],
  ] as const) {
    it(`advises what helps against a denial ${end}`, () => {
      const reason = `User: arn:aws:sts::111111111111:assumed-role/a/b is not authorized to perform: s3:PutObject ${end}`;

      expect(explain('', [failed(reason)]).remedy).to.match(remedy);
    });
  }

  it('names the stack of a call that AWS refused before there was a stack', () => {
    const parts = explain(
      'INFO: Executing: update-stacks ./logs.yml logs.\n' +
        'ERROR: Stack logs in account 111111111111/eu-west-1 update failed. reason: Parameters: [x] do not exist in the template',
    );

    expect(parts.file).to.equal('logs.yml');
    expect(parts.place).to.equal('stack logs in 111111111111/eu-west-1');
    expect(parts.remedy).to.match(/declare the parameter/);
  });

  it('names the task of an error of org-formation itself', () => {
    const parts = explain('ERROR: Task Logs execute failed. reason: unable to find export x');

    expect(parts.place).to.equal('task Logs');
    expect(parts.cause).to.equal('unable to find export x');
  });

  it('takes a run that ends in the middle of a task for a failure, whatever its exit code', () => {
    const result = { exitCode: 0, tasks: [], unfinished: ['Assets'], output: '' };

    const { parts } = explainFailure({ tasksFile: 't.yml', result, events: [], nameOf: String });

    expect(isComplete(result)).to.equal(false);
    expect(parts.place).to.equal('task Assets');
    expect(parts.remedy).to.match(/ZipBeforePut/);
  });

  it('says the last words of a run that named no error', () => {
    expect(explain('something odd').cause).to.equal('something odd');
  });
});
