/** What a part of the rehearsal may say while it runs. */
export type Say = (text: string) => void;

/** Wraps a part that takes a while, so that progress can be shown. */
export type Step = <T>(title: string, run: (say: Say) => Promise<T>) => Promise<T>;
