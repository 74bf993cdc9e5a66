import {
  CreateDetectorCommand,
  GetDetectorCommand,
  type GetDetectorResponse,
  ListDetectorsCommand,
  UpdateDetectorCommand,
} from '@aws-sdk/client-guardduty';
import { isNamed } from '../../lambda/errors.ts';
import type { Log } from '../../lambda/log.ts';
import { collect } from '../../lambda/paging.ts';
import type { Clients } from './clients.ts';

export interface Detector {
  id: string;
  settings: GetDetectorResponse;
}

/** The id of the account's detector in this region: there is one at most. */
export async function findDetectorId({ guardDuty }: Clients): Promise<string | undefined> {
  const ids = await collect<string>(async (NextToken) => {
    const page = await guardDuty.send(new ListDetectorsCommand({ NextToken }));
    return { items: page.DetectorIds, next: page.NextToken };
  });
  return ids[0];
}

/**
 * The account's detector, enabled: adopts an existing one, resumes it if it is suspended, and creates
 * one only if there is none. Never replaces or deletes one.
 */
export async function ensureDetector(clients: Clients, log: Log): Promise<Detector> {
  const { guardDuty } = clients;
  const id = (await findDetectorId(clients)) ?? (await createDetector(clients, log));
  const settings = await guardDuty.send(new GetDetectorCommand({ DetectorId: id }));
  if (settings.Status === 'DISABLED') {
    await guardDuty.send(new UpdateDetectorCommand({ DetectorId: id, Enable: true }));
    log({ message: 'Resumed the suspended detector', action: 'resume-detector', detectorId: id });
  }
  return { id, settings };
}

async function createDetector(clients: Clients, log: Log): Promise<string> {
  try {
    const { DetectorId } = await clients.guardDuty.send(
      new CreateDetectorCommand({ Enable: true }),
    );
    if (DetectorId === undefined) {
      throw new TypeError('CreateDetector returned no DetectorId');
    }
    log({ message: 'Created a detector', action: 'create-detector', detectorId: DetectorId });
    return DetectorId;
  } catch (error) {
    // Delegation creates the administrator's detector itself, possibly since the check.
    const found = isNamed(error, 'BadRequestException') && (await findDetectorId(clients));
    if (!found) {
      throw error;
    }
    return found;
  }
}
