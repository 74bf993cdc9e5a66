import { DescribeAccountCommand } from '@aws-sdk/client-organizations';
import { describeError, isDenied, isNamed } from '../../lambda/errors.ts';
import type { Question } from '../question.ts';

export const organizationsDescribeAccountThatLeft: Question = {
  id: 'organizations-describe-account-that-left',
  question:
    'Is an account that is not in the organization AccountNotFoundException to DescribeAccount?',
  answers: { yes: 'AccountNotFoundException', no: 'another error' },
  where: 'management',
  makes: 'nothing',
  seconds: 10,
  usd: 0,
  async ask({ clients }) {
    // An account of Elastic Load Balancing: it exists, and is in no customer's organization.
    // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    const AccountId = '127311923021';
    try {
      await clients.organizations.send(new DescribeAccountCommand({ AccountId }));
    } catch (error) {
      const isFound = isNamed(error, 'AccountNotFoundException');
      if (isFound || isDenied(error) || isNamed(error, 'InvalidInputException')) {
        return { answer: isFound ? 'yes' : 'no', said: describeError(error) };
      }
      throw error;
    }
    return { answer: 'no', said: 'AWS described it' };
  },
};
