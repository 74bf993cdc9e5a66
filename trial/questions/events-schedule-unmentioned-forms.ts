import { PutRuleCommand } from '@aws-sdk/client-eventbridge';
import type { Question, Verdict } from '../question.ts';
import { refused } from '../refusal.ts';

const forms = {
  'a name in small letters': 'cron(0 10 ? * mon *)',
  'a leading zero': 'cron(00 10 * * ? *)',
  'two spaces': 'cron(0  10 * * ? *)',
};

export const eventsScheduleUnmentionedForms: Question = {
  id: 'events-schedule-unmentioned-forms',
  question: 'Are names in small letters, leading zeros and two spaces refused in a schedule?',
  answers: {
    yes: 'EventBridge refuses each of them',
    no: 'EventBridge takes one of them at least',
  },
  where: 'sandbox',
  makes: 'at most a disabled rule without a target',
  seconds: 20,
  usd: 0,
  async ask({ prefix: Name, clients, willMake }): Promise<Verdict> {
    willMake('rule', Name);
    const seen: (Verdict & { form: string })[] = [];
    for (const [form, ScheduleExpression] of Object.entries(forms)) {
      const put = new PutRuleCommand({ Name, ScheduleExpression, State: 'DISABLED' });
      const verdict = await refused(() => clients.eventBridge.send(put));
      seen.push({ form, ...verdict });
    }
    return {
      answer: seen.every(({ answer }) => answer === 'yes') ? 'yes' : 'no',
      said: seen.map(({ form, said }) => `${form}: ${said}`).join('; '),
    };
  },
};
