import { type Question, Unanswered } from '../question.ts';
import { serviceRole } from '../roles.ts';
import { StackFailed } from '../stack.ts';

export const lambdaDestinationBusOfTheSameAccount: Question = {
  id: 'lambda-destination-bus-of-the-same-account',
  question: 'Must the bus that is the destination of a function be in its account?',
  answers: { yes: 'Lambda refuses a bus of another account', no: 'Lambda takes it' },
  where: 'sandbox',
  makes: 'a function that is never invoked, and its role',
  seconds: 180,
  usd: 0,
  async ask({ partition, region, organization, accountId, makeStack, updateStack }) {
    const other = organization?.managementAccountId;
    if (other === undefined || other === accountId) {
      throw new Unanswered('no other account of the organization is known');
    }
    const busOf = (account: string) =>
      `arn:${partition}:events:${region}:${account}:event-bus/default`;
    const template = {
      Resources: {
        Role: serviceRole('lambda.amazonaws.com', [
          { Action: 'events:PutEvents', Resource: [busOf(accountId), busOf(other)] },
        ]),
        Function: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            ...{ Runtime: 'nodejs22.x', Handler: 'index.handler' },
            Code: { ZipFile: 'exports.handler = async () => undefined;' },
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          },
        },
      },
    };
    const sendingTo = (account: string) => ({
      Resources: {
        ...template.Resources,
        Destinations: {
          Type: 'AWS::Lambda::EventInvokeConfig',
          Properties: {
            ...{ FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST' },
            DestinationConfig: { OnFailure: { Destination: busOf(account) } },
          },
        },
      },
    });
    await makeStack(template);
    // For comparison: Lambda knows the role by now, and takes a bus.
    await updateStack(sendingTo(accountId));
    try {
      await updateStack(sendingTo(other));
      return { answer: 'no', said: 'Lambda took it' };
    } catch (error) {
      if (!(error instanceof StackFailed) || !/destination|permission/i.test(error.message)) {
        throw error;
      }
      return { answer: 'yes', said: error.message };
    }
  },
};
