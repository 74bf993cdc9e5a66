import { ofThisAccount } from '../buckets.ts';
import type { Question } from '../question.ts';
import { makeRecorder, requireNoRecorder } from '../recorders.ts';
import { StackFailed } from '../stack.ts';

export const cloudformationConfigRecorderIsNotAdopted: Question = {
  id: 'cloudformation-config-recorder-is-not-adopted',
  question: 'Does a stack fail that names a recorder of AWS Config which exists?',
  answers: { yes: 'the resource fails', no: 'the stack takes the recorder over' },
  where: 'sandbox',
  makes: 'a recorder that does not record, its role and a bucket, and a stack with the recorder',
  seconds: 240,
  usd: 0.01,
  lane: 'config',
  async ask(context) {
    await requireNoRecorder(context);
    const { role } = await makeRecorder(context, { Bucket: ofThisAccount(context) });
    const template = {
      Resources: {
        Recorder: {
          Type: 'AWS::Config::ConfigurationRecorder',
          // What it takes over is removed by its own name.
          DeletionPolicy: 'Retain',
          Properties: {
            ...{ Name: context.prefix, RoleARN: role },
            RecordingGroup: { AllSupported: false, ResourceTypes: ['AWS::SNS::Topic'] },
          },
        },
      },
    };
    try {
      await context.makeStack(template, 'again');
      return { answer: 'no', said: 'the stack is complete' };
    } catch (error) {
      if (error instanceof StackFailed && /exist|maximum number|MaxNumberOf/i.test(error.message)) {
        return { answer: 'yes', said: error.message };
      }
      throw error;
    }
  },
};
