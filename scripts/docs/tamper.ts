// The table of docs/tamper.md. Pure: damages in, text out.
import type { Damage, Owner } from '../../scenarios/tamper-protection/damages/damage.ts';

/** Words of docs/tamper.md for who does it. */
const owners: Readonly<Record<Owner, string>> = {
  ManagementAccount: 'the management account',
  SecurityAccount: 'the security account',
  LogArchiveAccount: 'the log archive',
  ProductionAccount: 'an account',
  DevelopmentAccount: 'an account',
  SandboxAccount: 'an account',
};

const noticeOf = ({ ledger }: Damage): string =>
  'service' in ledger
    ? `\`${ledger.service}\`${ledger.isOfAllAccounts ? ' of all accounts' : ''}`
    : `none: ${ledger.because}`;

export const damagesTable = (damages: readonly Damage[]): string =>
  [
    '| an administrator of | who | is denied it by | cell of the ledger where no policy denies it |',
    '| --- | --- | --- | --- |',
    ...damages.map(
      (damage) =>
        `| ${owners[damage.account]} | ${damage.name} | ${damage.policy ?? 'no policy'} | ${noticeOf(damage)} |`,
    ),
    '',
  ].join('\n');

/** How many kinds of damage are denied, and how many the ledger names. */
export function damageFigures(damages: readonly Damage[]): string {
  const denied = damages.filter(({ policy }) => policy !== undefined).length;
  const named = damages.filter(({ ledger }) => 'service' in ledger).length;
  return `Of ${damages.length} kinds of damage, policies deny ${denied}, and the ledger names ${named} where none does.\n`;
}
