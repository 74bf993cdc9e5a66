import type { Refusal } from 'ofn-rehearse';
import type { Finding } from '../finding.ts';
import type { Check, Subject } from '../subject.ts';
import { finding, type Kind, type Topic } from './kind.ts';
import { at, spotsOf } from './view.ts';

const unknown: Kind = {
  kind: 'not-read',
  level: 'note',
  title: 'something could not be read, so that what collides with it is not known',
  solvedBy: 'permissions of the role',
};

interface Unread {
  readonly field: string;
  readonly refusal: Refusal;
  readonly place: ReturnType<typeof at>;
}

function unreadOf({ snapshot }: Subject): Unread[] {
  const of = (unread: Readonly<Record<string, Refusal>>, place: Unread['place']) =>
    Object.entries(unread).map(([field, refusal]) => ({ field, refusal, place }));
  const { organization, accounts } = snapshot;
  return [
    ...of(organization.unread, at(organization.MasterAccountId)),
    ...accounts.flatMap(({ Id, unread }) => of(unread, at(Id))),
    ...spotsOf({ snapshot }).flatMap(({ account, place }) =>
      of(place.unread, at(account.Id, place.region)),
    ),
  ];
}

const check: Check = function* (subject): Iterable<Finding> {
  const byField = Map.groupBy(
    unreadOf(subject),
    ({ field, refusal }) => `${field}: ${refusal.code}`,
  );
  for (const [what, all] of byField) {
    yield finding(unknown, {
      found: `${what}, ${all[0]?.refusal.message}`,
      places: all.map(({ place }) => place),
      remedy: 'allow the role to read it, or look there yourself',
    });
  }
};

/** What could not be read. */
export const unread: Topic = { kinds: [unknown], check };
