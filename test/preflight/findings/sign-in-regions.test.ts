import { expect } from 'chai';
import { signInRegions } from '../../../preflight/findings/sign-in-regions.ts';
import { judge } from '../snapshots.ts';

function check(
  identityCenterRegions: readonly string[] | undefined,
  capabilities: readonly string[] = ['sign-in-monitoring'],
  signInNet = true,
) {
  return judge(signInRegions, {
    ...(identityCenterRegions && { organization: { identityCenterRegions } }),
    capabilities,
    settings: { signInRegions: ['us-east-1', 'eu-west-1'], signInNet },
  });
}

describe('findings about regions through which users sign in', () => {
  it('note a region of IAM Identity Center without rules, replicas too', () => {
    const [first, ...others] = check(['eu-west-1', 'us-west-2', 'sa-east-1']);

    expect(others).to.deep.equal([]);
    expect(first).to.deep.equal({
      kind: 'sign-in-region-lacking',
      level: 'note',
      found:
        'IAM Identity Center is in eu-west-1, us-west-2, sa-east-1, and signInRegions lacks us-west-2, sa-east-1: sign-ins there are reported by the organization trail, minutes later',
      places: [
        { accountId: '111111111111', region: 'us-west-2' },
        { accountId: '111111111111', region: 'sa-east-1' },
      ],
      remedy: 'add us-west-2, sa-east-1 to signInRegions',
      settings: [{ name: 'signInRegions', add: ['us-west-2', 'sa-east-1'] }],
    });
  });

  it('stop the deployment where nothing else would report these sign-ins', () => {
    const found = check(['sa-east-1'], ['sign-in-monitoring'], false);

    expect(found.map(({ kind, level }) => ({ kind, level }))).to.deep.equal([
      { kind: 'sign-in-region-unseen', level: 'no-go' },
    ]);
    expect(found[0]?.found).to.include('nothing reports sign-ins there');
  });

  for (const [what, regions, capabilities] of [
    ['every region is listed', ['eu-west-1']],
    ['there is no instance', []],
    ['it could not be read', undefined],
    ['sign-ins are not monitored', ['sa-east-1'], []],
  ] as const) {
    it(`are none where ${what}`, () => {
      expect(check(regions, capabilities)).to.deep.equal([]);
    });
  }
});
