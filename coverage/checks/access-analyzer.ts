import { type AnalyzerSummary, ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { collect } from '../../lambda/paging.ts';
import { ofStack } from '../repairs.ts';
import type { Row, Target, Verdict } from '../types.ts';

export const accessAnalyzerRow: Row = {
  service: 'access-analyzer',
  capability: 'access-analyzer',
  title: 'An analyzer of external access covers the organization',
  onWhen: 'an analyzer of external access of the whole organization is active (5)',
  repair: ofStack,
  accounts: 'security',
  scope: 'every-region',
  when: ({ delegatedAdministratorPrincipals }) =>
    delegatedAdministratorPrincipals.includes('access-analyzer.amazonaws.com'),
  expected: 'on',
  read: readAccessAnalyzer,
};

/**
 * On when an organization analyzer of external access is active, from whatever source.
 * @see https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html
 */
export async function readAccessAnalyzer(target: Target<'accessAnalyzer'>): Promise<Verdict> {
  const analyzers = await collect(async (nextToken) => {
    const page = await target.clients.accessAnalyzer.send(
      new ListAnalyzersCommand({ type: 'ORGANIZATION', nextToken }),
    );
    return { items: page.analyzers, next: page.nextToken };
  });
  if (analyzers.some(({ status }) => status === 'ACTIVE')) {
    return { actual: 'on' };
  }
  return {
    actual: 'off',
    reason:
      analyzers.length === 0
        ? 'there is no analyzer of external access of the organization'
        : analyzers.map(described).join(', '),
  };
}

const described = ({ name, status, statusReason }: AnalyzerSummary): string =>
  `the analyzer ${name} is ${[status, statusReason?.code].filter(Boolean).join(': ')}`;
