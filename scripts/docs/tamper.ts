// The tables of docs/tamper.md. Pure: damages in, text out.
import {
  type Damage,
  type Inside,
  isInside,
  type Kind,
  type Outside,
  type Outsider,
  type Owner,
} from '../../scenarios/tamper-protection/damages/damage.ts';

/** Words of docs/tamper.md for whose it is. */
const owners: Readonly<Record<Owner, string>> = {
  ManagementAccount: 'the management account',
  SecurityAccount: 'the security account',
  LogArchiveAccount: 'the log archive',
  ProductionAccount: 'an account',
  DevelopmentAccount: 'an account',
  SandboxAccount: 'an account',
};

const outsiders: Readonly<Record<Outsider, string>> = {
  stranger: 'an administrator of an account of no organization',
  sandbox: 'an administrator of another account',
  scanner: 'the role that scans',
  unsigned: 'a caller without a signature',
};

const kinds: readonly Kind[] = [
  'delete',
  'disable',
  'narrow',
  'widen',
  'redirect',
  'forge',
  'starve',
];

const words = {
  accounts: ' of all accounts',
  'accounts and regions': ' of all accounts and regions',
};

/** The text that a pattern is about, without its signs. */
const textOf = (says: RegExp): string =>
  says.source
    .replaceAll(/\[\^[^\]]*\]\*|\\[wSd]\+|\[\\w-\]\+|\[\^'\]\+/g, '…')
    .replaceAll(/\\(.)/g, '$1')
    .replaceAll('|', '; ');

function ledgerOf({ ledger }: Inside): string {
  if ('service' in ledger) {
    const { service, alsoIn = [], isOfAll, says } = ledger;
    const cells = [service, ...alsoIn].map((one) => `\`${one}\``);
    return `${cells.join(', ')}${isOfAll ? words[isOfAll] : ''}: ${textOf(says)}`;
  }
  return 'because' in ledger ? `none: ${ledger.because}` : `not tried: ${ledger.untried}`;
}

const insideRow = (damage: Inside): string =>
  `| ${damage.kind} | ${owners[damage.account]} | ${damage.name} | ${damage.policy ?? 'no policy'} | ${damage.alarm ?? ''} | ${ledgerOf(damage)} |`;

const outsideRow = (damage: Outside): string =>
  `| ${damage.kind} | ${outsiders[damage.by]} | ${owners[damage.account]} | ${damage.name} | ${damage.refusedBy} |`;

/** What administrators of an account may try. */
export const damagesTable = (damages: readonly Damage[]): string =>
  [
    '| kind | an administrator of | who | is denied it by | alarm | cell of the ledger where no policy denies it, and its reason |',
    '| --- | --- | --- | --- | --- | --- |',
    ...damages.filter(isInside).map(insideRow),
    '',
  ].join('\n');

/** What is tried from outside of the account. */
export const outsidersTable = (damages: readonly Damage[]): string =>
  [
    '| kind | who | in | does | is refused by |',
    '| --- | --- | --- | --- | --- |',
    ...damages.filter((damage) => !isInside(damage)).map((damage) => outsideRow(damage as Outside)),
    '',
  ].join('\n');

/** How many damages there are by kind, and by what happens. */
export function damageFigures(damages: readonly Damage[]): string {
  const inside = damages.filter(isInside);
  const denied = inside.filter(({ policy }) => policy !== undefined).length;
  const named = inside.filter(({ ledger }) => 'service' in ledger).length;
  const alarming = inside.filter(({ alarm }) => alarm !== undefined).length;
  const byKind = kinds
    .map((kind) => `${damages.filter((damage) => damage.kind === kind).length} ${kind}`)
    .join(', ');
  return [
    `Of ${damages.length} damages (${byKind}), ${inside.length} are done by an administrator of the account: policies deny`,
    `${denied}, the ledger names ${named} where none does, and ${alarming} raise an alarm. The other ${damages.length - inside.length} come from outside of the`,
    'account, and each is refused.',
    '',
  ].join('\n');
}
