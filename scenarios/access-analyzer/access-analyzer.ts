import { ListAnalyzersCommand } from '@aws-sdk/client-accessanalyzer';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { collect } from '../../lambda/paging.ts';
import { isActive } from '../../organization/accounts.ts';
import { hasType, requireSame, type Scenario } from '../scenario.ts';
import { sessionsOf } from '../sessions.ts';

export const analyzersSeeTheOrganization: Scenario = {
  capability: 'access-analyzer',
  name: 'looks for access from outside the organization in every governed region',
  applies: (world) => hasType(world, 'AWS::AccessAnalyzer::Analyzer'),
  async run({ rehearsal, settings, accounts }) {
    const security = await sessionsOf(rehearsal).open(settings.securityAccountId);
    const active: string[] = [];
    for (const region of settings.governedRegions) {
      const { accessAnalyzer } = security.clients(region);
      const analyzers = await collect(async (nextToken) => {
        const page = await accessAnalyzer.send(
          new ListAnalyzersCommand({ type: 'ORGANIZATION', nextToken }),
        );
        return { items: page.analyzers, next: page.nextToken };
      });
      active.push(...analyzers.filter(({ status }) => status === 'ACTIVE').map(() => region));
    }
    requireSame('regions with an active analyzer', active, [...settings.governedRegions]);
    const all = (await accounts()).filter(isActive);
    for (const { id } of all) {
      const { iam } = (await sessionsOf(rehearsal).open(id)).clients(settings.homeRegion);
      await iam.send(new GetRoleCommand({ RoleName: 'AWSServiceRoleForAccessAnalyzer' }));
    }
    return `${active.length} regions; ${all.length} accounts have the role that lets it look`;
  },
};
