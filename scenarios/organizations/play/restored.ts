import path from 'node:path';
import { Rehearsal, readSnapshotFile } from 'ofn-rehearse';
import { runPreflight } from '../../../preflight/preflight.ts';
import { writeSnapshot } from '../../../preflight/snapshot-file.ts';
import { sessionsOf } from '../../sessions.ts';
import type { Opened } from './open.ts';

/**
 * The same organization, restored from a snapshot file of it in an embedded AWS of its own. The one
 * that it was taken of has ended then.
 */
export async function restoredFrom({ rehearsal, repository }: Opened): Promise<Opened> {
  const { tasksFile } = repository;
  const { snapshot } = await runPreflight({
    tasksFile,
    ...(rehearsal.parametersText === undefined ? {} : { parametersText: rehearsal.parametersText }),
    sessions: sessionsOf(rehearsal),
    roleName: rehearsal.connection.roleName,
    detail: 'file',
  });
  const file = path.join(path.dirname(tasksFile), 'snapshot.json');
  writeSnapshot(file, snapshot);
  await rehearsal.aws.stop();
  const restored = await Rehearsal.open({
    ...rehearsal.plan.options,
    from: readSnapshotFile(file),
  });
  // The repository goes with the first rehearsal.
  restored.onClose(() => void rehearsal.close());
  if (restored.warnings.length > 0) {
    await restored.close();
    throw new Error(`expected all of it to be restored, got: ${restored.warnings.join('; ')}`);
  }
  return { rehearsal: restored, repository };
}
