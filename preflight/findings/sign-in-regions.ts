import type { Check } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at } from './view.ts';

const lacking: Kind = {
  kind: 'sign-in-region-lacking',
  level: 'note',
  title: 'users of IAM Identity Center sign in through a region that `signInRegions` lacks',
  solvedBy: '`signInRegions`',
};

const unseen: Kind = {
  kind: 'sign-in-region-unseen',
  level: 'no-go',
  title: 'the same, and `signInNet` is false: nothing would report these sign-ins',
  solvedBy: '`signInRegions`',
};

/** Without a rule in the region the organization trail reports these sign-ins, minutes later. */
const check: Check = function* ({ settings, snapshot, capabilities }) {
  const { identityCenterRegions = [], MasterAccountId } = snapshot.organization;
  if (!settings || !capabilities.has('sign-in-monitoring')) {
    return;
  }
  const missing = identityCenterRegions.filter((one) => !settings.signInRegions.includes(one));
  if (missing.length > 0) {
    const consequence = settings.signInNet
      ? 'sign-ins there are reported by the organization trail, minutes later'
      : 'signInNet is false, so that nothing reports sign-ins there';
    yield finding(settings.signInNet ? lacking : unseen, {
      found: `IAM Identity Center is in ${identityCenterRegions.join(', ')}, and signInRegions lacks ${missing.join(', ')}: ${consequence}`,
      places: missing.map((region) => at(MasterAccountId, region)),
      remedy: `add ${missing.join(', ')} to signInRegions`,
      settings: [{ name: 'signInRegions', add: missing }],
    });
  }
};

/** Regions through which users sign in. */
export const signInRegions: Topic = { kinds: [lacking, unseen], check };
