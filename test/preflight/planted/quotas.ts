import type { Planted } from './world.ts';

/** Of Fargate AWS publishes a quota below what the operator has set. */
export const quotas: Planted = {
  kinds: ['fargate-quota', 'function-concurrency-quota'],
  async plant({ ids, control }) {
    const region = 'us-east-1';
    const body = { region, service: 'lambda', code: 'L-B99A9384', value: 3 };
    await control('POST', `/accounts/${ids['SecurityAccount']}/quotas`, body);
  },
};
