import { expect } from 'chai';
import type { Stack } from '../../rehearsal/embedded-aws.ts';
import { explainFailure, isComplete } from '../../rehearsal/failure.ts';

const explain = (output: string, stacks: Stack[] = []) =>
  explainFailure({
    tasksFile: 'tasks.yml',
    result: { exitCode: 1, tasks: [], unfinished: [], output },
    stacks,
    nameOf: (id) => (id === '111111111111' ? 'Main' : id),
  }).parts;

const failed = (reason: string, status = 'CREATE_FAILED') => ({
  logicalId: 'Bucket',
  type: 'AWS::S3::Bucket',
  physicalId: '',
  status,
  reason,
});

describe('the explanation of a failed run', () => {
  it('names template, resource, stack and account of a resource that failed', () => {
    const stack: Stack = {
      account: '111111111111',
      region: 'eu-west-1',
      name: 'logs',
      status: 'ROLLBACK_COMPLETE',
      resources: [failed('logs already exists')],
    };

    const parts = explain('INFO: Executing: update-stacks ./logs.yml logs.', [stack]);

    expect(parts.file).to.equal('./logs.yml');
    expect(parts.place).to.equal('Bucket (AWS::S3::Bucket), stack logs in Main/eu-west-1');
    expect(parts.cause).to.equal('logs already exists');
  });

  it('passes over resources that were only cancelled', () => {
    const stack: Stack = {
      account: '111111111111',
      region: 'eu-west-1',
      name: 'logs',
      status: 'ROLLBACK_COMPLETE',
      resources: [failed('Resource creation cancelled'), failed('no such key')],
    };

    expect(explain('', [stack]).cause).to.equal('no such key');
  });

  it('names the stack of a call that AWS refused before there was a stack', () => {
    const parts = explain(
      'INFO: Executing: update-stacks ./logs.yml logs.\n' +
        'ERROR: Stack logs in account 111111111111/eu-west-1 update failed. reason: Parameters: [x] do not exist in the template',
    );

    expect(parts.file).to.equal('./logs.yml');
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

    const { parts } = explainFailure({ tasksFile: 't.yml', result, stacks: [], nameOf: String });

    expect(isComplete(result)).to.equal(false);
    expect(parts.place).to.equal('task Assets');
    expect(parts.remedy).to.match(/ZipBeforePut/);
  });

  it('says the last words of a run that named no error', () => {
    expect(explain('something odd').cause).to.equal('something odd');
  });
});
