/** A word that is not the field's, and the words that are. */
export interface Word {
  /** As the finding calls it. */
  readonly word: string;
  /** A pattern in which a space stands for any gap, also one across lines of a comment. */
  readonly pattern: string;
  readonly use: string;
}

const actor = 'name the actor: the operator, the user, AWS Config, the function, SNS';

export const words: readonly Word[] = [
  { word: 'tell', pattern: 'tell(?:s|ing)?|told', use: 'use notify, alert, report, publish, say' },
  { word: 'ring', pattern: 'ring(?:s|ing)?|rang|rung', use: 'use goes to ALARM, alert' },
  { word: 'mend', pattern: 'mend(?:s|ed|ing)?', use: 'use fix, patch, correct' },
  {
    word: 'let in',
    pattern: 'let(?:s|ting)? (?:[\\w-]+ ){0,2}in(?:to)?(?! step)',
    use: 'use allow, admit, grant access',
  },
  {
    word: 'come again',
    pattern: '(?:com(?:e|es|ing)|came) again',
    use: 'use is redelivered, recurs',
  },
  { word: 'go on', pattern: '(?:go|goes|going|gone|went) on', use: 'use continue, persist' },
  { word: 'people', pattern: 'people', use: actor },
  { word: 'nobody', pattern: 'nobody|no one', use: `${actor}; negate the verb` },
  { word: 'whoever', pattern: 'whoever|whomever', use: actor },
  {
    word: 'somebody',
    pattern: '(?:some|any|every)(?:body|one)',
    use: actor,
  },
  {
    word: 'is no',
    pattern: '(?<!there (?:\\w+ )?)(?:is|are|was|were|be|been) no (?!longer|more|less|later)\\w+',
    use: 'negate the verb: is not a',
  },
];
