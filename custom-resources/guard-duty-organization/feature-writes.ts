import { isNamed, RefusedError } from '../../lambda/errors.ts';

interface Named {
  readonly Name?: string | undefined;
}

/**
 * Writes features in one call. If GuardDuty rejects that, and accepts the call without features,
 * writes one feature after the other: those that the region has are set, and the others are named.
 * If it rejects the call without features too, throws its error.
 *
 * AWS does not document the message for a feature that a region lacks, so the text is not parsed: it
 * may be that of a role that has not propagated yet.
 *
 * @throws RefusedError naming the features that GuardDuty rejects in this region
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_regions.html
 */
export async function writeFeatures<F extends Named>(
  region: string,
  features: readonly F[],
  write: (features: F[]) => Promise<unknown>,
): Promise<void> {
  try {
    await write([...features]);
    return;
  } catch (error) {
    if (!isNamed(error, 'BadRequestException') || features.length === 0) {
      throw error;
    }
  }
  await write([]);
  const rejected: string[] = [];
  let cause: Error | undefined;
  for (const feature of features) {
    try {
      await write([feature]);
    } catch (error) {
      if (!isNamed(error, 'BadRequestException')) {
        throw error;
      }
      rejected.push(feature.Name ?? 'unnamed');
      cause = error;
    }
  }
  if (cause) {
    throw refused(region, rejected, cause);
  }
}

function refused(region: string, rejected: readonly string[], cause: Error): RefusedError {
  const entries = rejected.map((name) => `${name}=leave@${region}`);
  return new RefusedError(
    `GuardDuty rejects ${rejected.join(', ')} in ${region} (${cause.message}): ` +
      `add ${entries.join(', ')} to guardDutyFeatures`,
    { cause },
  );
}
