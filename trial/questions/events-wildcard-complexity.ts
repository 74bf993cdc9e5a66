import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import type { Question, Verdict } from '../question.ts';
import { refused } from '../refusal.ts';

// So many beginnings of the wildcard can match a text at once, by the measure of aws/event-ruler.
const measures = [8, 9, 10];

export const eventsWildcardComplexity: Question = {
  id: 'events-wildcard-complexity',
  question: 'Does PutRule reject a wildcard of which a text can match eight beginnings at once?',
  answers: { yes: 'EventBridge rejects it', no: 'EventBridge takes it' },
  where: 'sandbox',
  makes: 'at most a disabled rule without a target',
  seconds: 20,
  usd: 0,
  async ask({ prefix: Name, clients, willMake }): Promise<Verdict> {
    willMake('rule', Name);
    const seen: Verdict[] = [];
    for (const measure of measures) {
      const wildcard = `*${'a'.repeat(measure - 2)}*`;
      const EventPattern = JSON.stringify({ source: [Name], detail: { asked: [{ wildcard }] } });
      const put = new PutRuleCommand({ Name, EventPattern, State: 'DISABLED' });
      const verdict = await refused(() => clients.eventBridge.send(put));
      seen.push({ ...verdict, said: `${measure}: ${verdict.said}` });
    }
    return { answer: seen[0]?.answer ?? 'no', said: seen.map(({ said }) => said).join('; ') };
  },
};
