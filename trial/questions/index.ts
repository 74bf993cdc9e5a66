import type { Question } from '../question.ts';
import { busPolicyPrincipal } from './bus-policy-principal.ts';
import { busPolicyResource } from './bus-policy-resource.ts';
import { eventsScheduleUnmentionedForms } from './events-schedule-unmentioned-forms.ts';
import { policyProviderExists } from './policy-provider-exists.ts';
import { topicPolicyResource } from './topic-policy-resource.ts';

/** Every question; its file has its id for a name. */
export const questions: readonly Question[] = [
  busPolicyPrincipal,
  busPolicyResource,
  eventsScheduleUnmentionedForms,
  policyProviderExists,
  topicPolicyResource,
];
