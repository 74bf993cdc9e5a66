import { GetDetectorCommand, UpdateDetectorCommand } from '@aws-sdk/client-guardduty';
import { makeDetector } from '../detectors.ts';
import type { Question } from '../question.ts';

const Name = 'RUNTIME_MONITORING';
const additional = 'EKS_ADDON_MANAGEMENT';

export const guarddutyAdditionalKept: Question = {
  id: 'guardduty-additional-kept',
  question: 'Does a feature that is written without its additional configuration lose it?',
  answers: { yes: 'it is lost', no: 'it is kept' },
  where: 'sandbox',
  makes: 'a detector of GuardDuty, with Runtime Monitoring for some seconds',
  seconds: 240,
  usd: 0.05,
  lane: 'guardduty',
  async ask(context) {
    const { guardDuty } = context.clients;
    const DetectorId = await makeDetector(context);
    const Status = 'ENABLED';
    const AdditionalConfiguration = [{ Name: additional, Status } as const];
    for (const feature of [
      { Name, Status, AdditionalConfiguration },
      { Name, Status },
    ] as const) {
      const Features = [{ ...feature }];
      await guardDuty.send(new UpdateDetectorCommand({ DetectorId, Features }));
    }
    const { Features = [] } = await guardDuty.send(new GetDetectorCommand({ DetectorId }));
    const found = Features.find((one) => one.Name === Name)?.AdditionalConfiguration?.find(
      (one) => one.Name === additional,
    );
    return {
      answer: found?.Status === Status ? 'no' : 'yes',
      said: `${additional}: ${found?.Status ?? 'absent'}`,
    };
  },
};
