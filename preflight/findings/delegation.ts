import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, listed } from './view.ts';

const ACCESS_ANALYZER = 'access-analyzer.amazonaws.com';

const elsewhere: Kind = {
  kind: 'service-administered-elsewhere',
  level: 'no-go',
  title: 'as many accounts as AWS allows administer a service of `delegatedServices`',
  solvedBy: '`delegatedServices`, and the includes of organization-tasks.yml',
};
const management: Kind = {
  kind: 'security-account-is-management',
  level: 'no-go',
  title: 'the security account is the management account, to which AWS delegates nothing',
  solvedBy: '`securityAccount`',
};

/** How many accounts AWS lets administer a service, and the capabilities that need it. */
const limits: Readonly<Record<string, { most: number; capabilities: string; cost: string }>> = {
  // AWS disables the analyzers of one that is deregistered.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-settings.html
  [ACCESS_ANALYZER]: {
    most: 1,
    capabilities: 'the include of access-analyzer',
    cost: 'deregistering it would disable its analyzers',
  },
  // https://docs.aws.amazon.com/config/latest/APIReference/API_PutOrganizationConfigRule.html
  'config-multiaccountsetup.amazonaws.com': {
    most: 3,
    capabilities: 'the includes of config-rules and conformance-packs',
    cost: 'deregistering one would remove its organization rules',
  },
};

function* ofServices({ snapshot, settings, capabilities }: Subject): Iterable<Finding> {
  if (!settings || !capabilities.has('organization-access')) {
    return;
  }
  for (const principal of settings.delegatedAdministratorPrincipals) {
    const limit = limits[principal];
    const administrators = snapshot.organization.delegatedAdministrators
      .filter(({ services }) => services.includes(principal))
      .map(({ accountId }) => accountId);
    const isOurs = administrators.includes(settings.securityAccountId);
    if (limit && !isOurs && administrators.length >= limit.most) {
      const plural = administrators.length > 1;
      yield finding(elsewhere, {
        found: `${plural ? 'accounts' : 'account'} ${listed(administrators)} ${plural ? 'administer' : 'administers'} ${principal} already, and AWS allows ${limit.most === 1 ? 'one' : limit.most}: ${limit.cost}`,
        places: administrators.map((id) => at(id)),
        remedy: `leave it to ${plural ? 'them' : 'that account'}: take ${principal} out of delegatedServices, and ${limit.capabilities} out of organization-tasks.yml`,
      });
    }
  }
}

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html */
function* ofManagement({ settings, snapshot }: Subject): Iterable<Finding> {
  const { MasterAccountId } = snapshot.organization;
  if (settings?.securityAccountId === MasterAccountId) {
    yield finding(management, {
      found: `securityAccount is the management account ${MasterAccountId}, which AWS registers as administrator of no service`,
      places: [at(MasterAccountId)],
      remedy: 'set securityAccount to a member account',
    });
  }
}

const check: Check = function* (subject) {
  yield* ofServices(subject);
  yield* ofManagement(subject);
};

/** Services that another account administers. */
export const delegation: Topic = { kinds: [elsewhere, management], check };
