import { expect } from 'chai';
import fc from 'fast-check';
import type { Snapshot } from 'ofn-rehearse';
import { originalsOf } from '../../../preflight/snapshot/originals.ts';
import { pseudonymKey } from '../../../preflight/snapshot/pseudonym-key.ts';
import { pseudonymize } from '../../../preflight/snapshot/pseudonymize.ts';
import { pseudonyms } from '../../../preflight/snapshot/pseudonyms.ts';
import { keyOf } from '../../../preflight/snapshot/templates.ts';
import { account, place, snapshot, stack, withStacks } from './sample.ts';

const key = 'a key of sixteen';
const of = (whole: Snapshot) => pseudonyms(originalsOf(whole), key);
const replaced = (whole: Snapshot) => pseudonymize(whole, of(whole));

const digits = fc.stringMatching(/^\d{12}$/);
const name = fc
  .stringMatching(/^[A-ZÄÖ"'\\é][a-z0-9 "'\\éß]{5,20}[a-z0-9ß]$/)
  .filter((one) => one.trim() === one);
const email = fc.stringMatching(/^[a-z][a-z0-9.+_-]{0,12}[a-z0-9]@[a-z]{3,8}\.test$/);
const owner = fc.record({ id: digits, name, email });
const owners = fc.uniqueArray(owner, {
  ...{ minLength: 2, maxLength: 6 },
  comparator: (a, b) => a.id === b.id || a.name === b.name || a.email === b.email,
});

interface Owner {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** An organization that says who it is wherever it can. */
function telling(all: readonly Owner[]): Snapshot {
  const [main = { id: '', name: '', email: '' }, ...others] = all;
  const { organization, ...rest } = snapshot();
  const parts = all.flatMap(({ id, name: called, email: address }) => [
    `arn:aws:iam::${id}:root`,
    `logs-${id}-us-east-1`,
    `x${id}y`,
    `Contact ${called}, <${address}>`,
    `mailto:${address}`,
  ]);
  const json = JSON.stringify({ text: parts.join('\n'), parts });
  const ascii = json.replace(
    /[^ -~]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const text = `Description: ${JSON.stringify(parts.join(' '))}\nMetadata: ${json}\n`;
  const stacks = [
    stack({
      ...{
        StackId: `arn:aws:cloudformation:us-east-1:${main.id}:stack/app/1`,
        template: keyOf(text),
      },
      ...{
        Parameters: { parts: parts.join(',') },
        Tags: Object.fromEntries(parts.map((p) => [p, p])),
      },
    }),
  ];
  return {
    ...{
      ...rest,
      caller: { ...rest.caller, accountId: main.id, arn: `arn:aws:iam::${main.id}:user/jo` },
    },
    organization: {
      ...{ ...organization, MasterAccountId: main.id, MasterAccountEmail: main.email },
      policies: [
        {
          ...{ Id: 'p-a1b2c3d4', Name: 'deny', Description: '', AwsManaged: false, tags: {} },
          ...{ Type: 'SERVICE_CONTROL_POLICY', Content: ascii, targets: [main.id, 'r-ab12'] },
        },
      ],
    },
    accounts: [
      account({ Id: main.id, Name: main.name, Email: main.email, places: [place({ stacks })] }),
      ...others.map((one) => account({ Id: one.id, Name: one.name, Email: one.email })),
    ],
    templates: { [keyOf(text)]: text },
    state: {
      bucket: `organization-formation-${main.id}`,
      key: 'state.json',
      body: JSON.stringify({ json }),
    },
    code: { [`artifacts-${main.id}/x.zip`]: 'f00' },
    archives: { f00: 'UEsD' },
  };
}

/** Every text of a value. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') {
    const isJson = /^[[{]/.test(value);
    return isJson ? [value, ...textsOf(JSON.parse(value))] : [value];
  }
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([field, one]) => [field, ...textsOf(one)])
    : [];
}

describe('pseudonyms', () => {
  it('leave no id, name or address of an account anywhere', () => {
    fc.assert(
      fc.property(owners, (all) => {
        const texts = textsOf(replaced(telling(all))).join('\n');

        for (const { id, name: called, email: address } of all) {
          expect(texts).not.to.contain(id);
          expect(texts).not.to.contain(called);
          expect(texts.toLowerCase()).not.to.contain(address);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are the same each time', () => {
    fc.assert(
      fc.property(owners, (all) => {
        expect(replaced(telling(all))).to.deep.equal(replaced(telling(all)));
      }),
      { numRuns: 30 },
    );
  });

  it('of different accounts are different, twelve digits and addresses still', () => {
    fc.assert(
      fc.property(owners, (all) => {
        const { accounts } = replaced(telling(all));

        for (const field of ['Id', 'Name', 'Email'] as const) {
          expect(new Set(accounts.map((one) => one[field])).size).to.equal(all.length);
        }
        expect(accounts.every(({ Id }) => /^[1-9]\d{11}$/.test(Id))).to.equal(true);
        expect(accounts.every(({ Email }) => /^a-[a-z]{10}@example\.com$/.test(Email))).to.equal(
          true,
        );
      }),
      { numRuns: 30 },
    );
  });

  it('do not depend on what else there is', () => {
    const [main = account(), other] = snapshot().accounts;
    const more = snapshot({ accounts: [main, account({ Id: '333333333333' }), other ?? main] });

    expect(of(more).apply('222222222222 payments@acme.test')).to.equal(
      of(snapshot()).apply('222222222222 payments@acme.test'),
    );
  });

  it('differ with the key', () => {
    const one = pseudonyms(originalsOf(snapshot()), 'another sixteen.');

    expect(one.apply('222222222222')).not.to.equal(of(snapshot()).apply('222222222222'));
  });

  it('keep references: units to their root, stacks to their templates, code to its archive', () => {
    const whole = replaced(
      telling([
        { id: '111111111111', name: 'Acme Main', email: 'a@acme.test' },
        { id: '222222222222', name: 'Acme Shop', email: 'b@acme.test' },
      ]),
    );

    const { rootId, units, policies } = whole.organization;
    const [unit] = units;
    expect(rootId)
      .to.match(/^r-[a-z]{4}$/)
      .and.not.to.equal('r-ab12');
    expect(unit?.Id).to.match(new RegExp(`^ou-${rootId.slice(2)}-[a-z]{8}$`));
    expect(unit?.parentId).to.equal(rootId);
    expect(whole.accounts.map(({ parentId }) => parentId)).to.deep.equal([unit?.Id, unit?.Id]);
    expect(policies[0]?.Id).to.match(/^p-[a-z]{10}$/);
    expect(policies[0]?.targets).to.deep.equal([whole.accounts[0]?.Id, rootId]);
    const [template = ''] = whole.accounts[0]?.places[0]?.stacks.map((one) => one.template) ?? [];
    expect(Object.keys(whole.templates ?? {})).to.deep.equal([template]);
    expect(template).to.equal(keyOf(whole.templates?.[template] ?? ''));
    expect(whole.code).to.deep.equal({ [`artifacts-${whole.accounts[0]?.Id}/x.zip`]: 'f00' });
    expect(whole.archives).to.deep.equal({ f00: 'UEsD' });
    expect(whole.caller.arn).to.equal(`arn:aws:iam::${whole.accounts[0]?.Id}:user/caller`);
  });

  it('stand in an organization file as in the snapshot', () => {
    const text = `Organization:
  Shop:
    Type: OC::ORG::Account
    Properties: { AccountName: 'Acme Payments', AccountId: '222222222222', RootEmail: Payments@acme.test }
  Sec:
    Type: OC::ORG::OrganizationalUnit
    Properties:
      OrganizationalUnitName: Security
`;
    const whole = snapshot({
      organization: {
        ...snapshot().organization,
        units: [{ Id: 'ou-ab12-11111111', Name: 'Security', parentId: 'r-ab12', tags: {} }],
      },
    });
    const by = of(whole);
    const { accounts, organization } = pseudonymize(whole, by);

    const [, { Id, Name, Email } = account()] = accounts;
    expect(by.apply(text)).to.equal(
      text
        .replace('Acme Payments', Name)
        .replace('222222222222', Id)
        .replace('Payments@acme.test', Email)
        .replace(
          'OrganizationalUnitName: Security',
          `OrganizationalUnitName: ${organization.units[0]?.Name}`,
        ),
    );
  });

  it('leave names of stacks, resources and services, and words that every organization uses', () => {
    const text = 'Resources: { Security: { Type: "AWS::SecurityHub::Hub", Name: "Security Hub" } }';
    const [main = account()] = snapshot().accounts;
    const { accounts, templates, ...rest } = withStacks({ StackName: 'ofn-audit-security', text });
    const whole = {
      ...rest,
      templates: templates ?? {},
      accounts: [main, ...accounts.slice(1).map((one) => ({ ...one, Name: 'Security' }))],
    };

    const { accounts: after, templates: texts = {} } = replaced(whole);

    expect(after[1]?.Name).to.match(/^Name [a-z]{8}$/);
    expect(after[1]?.places[0]?.stacks[0]?.StackName).to.equal('ofn-audit-security');
    expect(Object.values(texts)).to.deep.equal([text]);
  });

  it('leave hashes and long numbers, unless an account is in them', () => {
    const { apply } = of(snapshot());

    expect(apply('a999999999999b 9999999999999')).to.equal('a999999999999b 9999999999999');
    expect(apply('x222222222222y 92222222222229')).not.to.contain('222222222222');
    expect(apply('999999999999'))
      .to.match(/^\d{12}$/)
      .and.not.to.equal('999999999999');
    expect(apply('p-FullAWSAccess r-other o-auth-login')).to.equal(
      'p-FullAWSAccess r-other o-auth-login',
    );
  });
});

describe('the key of pseudonyms', () => {
  it('is the one of the file, of the environment, or the id of the organization', () => {
    const env = { OFN_AUDIT_PSEUDONYM_KEY: 'of the environment' };

    expect(pseudonymKey('o-a', env, 'of the file, 16 characters\n')).to.deep.equal({
      key: 'of the file, 16 characters',
      source: 'the file of the key',
    });
    expect(pseudonymKey('o-a', env).source).to.equal('OFN_AUDIT_PSEUDONYM_KEY');
    expect(pseudonymKey('o-a', {})).to.deep.equal({
      key: 'organization o-a',
      source: 'the id of the organization',
    });
  });

  it('is rejected when it is short', () => {
    expect(() => pseudonymKey('o-a', {}, 'short\n')).to.throw(/has 5 characters: give 16 or more/);
  });
});
