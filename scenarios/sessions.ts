import type { Rehearsal } from 'ofn-rehearse';
import { type OpenSessions, sessionsFor } from '../organization/clients.ts';

const opened = new WeakMap<Rehearsal, OpenSessions>();

/** Access to every account of a rehearsal, until it is closed. */
export function sessionsOf(rehearsal: Rehearsal): OpenSessions {
  const known = opened.get(rehearsal);
  if (known) {
    return known;
  }
  const { managementAccountId, ...options } = rehearsal.connection;
  const caller = { accountId: managementAccountId, partition: 'aws' };
  const sessions = sessionsFor(caller, options);
  opened.set(rehearsal, sessions);
  rehearsal.onClose(() => {
    opened.delete(rehearsal);
    sessions.close();
  });
  return sessions;
}
